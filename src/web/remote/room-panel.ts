/** The desk with its styles, for those who open it. */
import "../ui/desk/desk.css";

export { RoomPanel } from "../ui/desk/panel.tsx";
