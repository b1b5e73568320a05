/** A lectern with a light on it. */
export const favicon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#13110e"/><path d="M7 11.5 25 8l1 5-18 3.5z" fill="#ffb224"/><path d="M15 16h3l1 8h4v2.5H10V24h4z" fill="#f4efe6"/></svg>`;
