/*
 * The audience of a measurement: opens thousands of WebSockets, says what it is told to say, and notes when what
 * arrives. One thread and one epoll, so that it costs less than any server it measures.
 *
 * It reads one command a line and answers each with one line of JSON (bench/load/load.mjs explains them):
 *
 *     open COUNT AT_ONCE READY PORT PATH HELLO…    match TEXT…              clear
 *     round MOVES GAP_MS TIMEOUT_MS TEXT…          ask FROM COUNT SPREAD_MS TIMEOUT_MS REPLY TEXT…
 *     pace FROM COUNT PER_SECOND TEXT…             run SECONDS SETTLE_MS    flood FROM COUNT SECONDS REPLY TEXT…
 *
 * In a TEXT $n is a number that rises with everything said, $m that number modulo 4. Lengths fit the measurements.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { most = 19000, addresses = 50, chunk = 1 << 18, sources = 8 };
typedef enum { CONNECTING, UPGRADING, GREETING, OPEN, CLOSED } Phase;

typedef struct {
  int fd;
  Phase phase;
  unsigned told, matches;
  double asked; /* seconds; 0: nothing is awaited */
  char *rest;   /* what has arrived of a message that is not whole */
  size_t length;
} Socket;

typedef struct {
  int from, count, next;
  unsigned said;
  double per_second, due;
  char text[4096];
} Source;

static Socket sockets[most];
static int count, poll_fd, opening, closed, opened;
static unsigned ready, said;
static char hello[4096], path[256], match[256], reply[256];
static char input[1 << 16], line[1 << 16];
static size_t input_length;
static unsigned long messages, bytes, matches, errors;
static double *samples, round_began;
static size_t sample_count, sample_room;
static int is_timing; /* whether matches are timed against round_began */
static const char *again; /* said once more by whoever was answered */
static Source paced[sources];
static int paced_count;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static void sample(double seconds) {
  if (sample_count == sample_room) {
    sample_room = sample_room ? sample_room * 2 : 1 << 16;
    samples = realloc(samples, sample_room * sizeof *samples);
  }
  samples[sample_count++] = seconds * 1000;
}

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* The share of the samples that is not above the answer; they are in order. */
static double percentile(double share) {
  if (sample_count == 0) return 0;
  size_t at = sample_count * share;
  return samples[at < sample_count ? at : sample_count - 1];
}

static void lose(Socket *s) {
  if (s->phase == CLOSED) return;
  if (s->phase < OPEN) opening--;
  s->phase = CLOSED;
  closed++;
  close(s->fd);
  free(s->rest);
  s->rest = NULL;
  s->length = 0;
}

/* Sends one frame. A client's frames are masked; with a mask of zeros they stay as they are (RFC 6455 §5.3). */
static void send_frame(Socket *s, int opcode, const char *payload, size_t length) {
  char frame[1 << 13];
  size_t head = 2;
  if (s->phase == CLOSED || length > sizeof frame - 8) return;
  frame[0] = 0x80 | opcode;
  if (length < 126) frame[1] = 0x80 | length;
  else {
    frame[1] = (char)(0x80 | 126);
    frame[2] = length >> 8;
    frame[3] = length;
    head = 4;
  }
  memset(frame + head, 0, 4);
  memcpy(frame + head + 4, payload, length);
  if (write(s->fd, frame, head + 4 + length) < 0) lose(s);
}

static void say(Socket *s, const char *text) {
  char whole[4200];
  size_t length = 0;
  said++;
  for (const char *c = text; *c && length < sizeof whole - 16; c++) {
    if (c[0] == '$' && (c[1] == 'n' || c[1] == 'm')) {
      length += sprintf(whole + length, "%u", c[1] == 'n' ? said : said % 4);
      c++;
    } else whole[length++] = *c;
  }
  send_frame(s, 1, whole, length);
}

static int holds(const char *text, size_t length, const char *what) {
  size_t size = strlen(what);
  return size > 0 && memmem(text, length, what, size) != NULL;
}

static void hear(Socket *s, const char *text, size_t length, double at) {
  messages++;
  bytes += length;
  /* Engine.IO asks for a sign of life with "2" and is answered "3". */
  if (length == 1 && text[0] == '2') send_frame(s, 1, "3", 1);
  if (holds(text, length, match)) {
    s->matches++;
    matches++;
    if (is_timing) sample(at - round_began);
  }
  if (s->phase == GREETING && ++s->told == ready) {
    s->phase = OPEN;
    opening--;
    opened++;
    sample(at - s->asked);
    s->asked = 0;
    return;
  }
  if (s->asked > 0 && s->phase == OPEN && holds(text, length, reply)) {
    sample(at - s->asked);
    s->asked = 0;
    if (again) {
      s->asked = now();
      say(s, again);
    }
  } else if (holds(text, length, "\"event\":\"error\"")) errors++;
}

/* Takes whole frames off the front; answers how many bytes they were. */
static size_t take_frames(Socket *s, const char *data, size_t length, double at) {
  size_t used = 0;
  while (s->phase != CLOSED && length - used >= 2) {
    const unsigned char *frame = (const unsigned char *)data + used;
    size_t size = frame[1] & 0x7f, head = size < 126 ? 2 : size == 126 ? 4 : 10;
    if (length - used < head) break;
    if (head == 4) size = frame[2] << 8 | frame[3];
    if (head == 10) {
      size = 0;
      for (int n = 2; n < 10; n++) size = size << 8 | frame[n];
    }
    if (length - used < head + size) break;
    const char *payload = data + used + head;
    int opcode = frame[0] & 0x0f;
    if (opcode == 8) lose(s);
    else if (opcode == 9) send_frame(s, 10, payload, size);
    else if (opcode == 1) hear(s, payload, size, at);
    used += head + size;
  }
  return used;
}

static size_t take_answer(Socket *s, const char *data, size_t length) {
  const char *end = memmem(data, length, "\r\n\r\n", 4);
  if (end == NULL) return 0;
  if (strncmp(data, "HTTP/1.1 101", 12) != 0) {
    lose(s);
    return length;
  }
  s->phase = GREETING;
  if (hello[0]) say(s, hello);
  if (ready == 0) {
    s->phase = OPEN;
    opening--;
    opened++;
    sample(now() - s->asked);
    s->asked = 0;
  }
  return end + 4 - data;
}

static void take(Socket *s, const char *data, size_t length) {
  double at = now();
  size_t used = 0;
  if (s->phase == UPGRADING) used = take_answer(s, data, length);
  if (s->phase == GREETING || s->phase == OPEN) used += take_frames(s, data + used, length - used, at);
  if (s->phase == CLOSED) return;
  size_t left = length - used;
  char *rest = left ? malloc(left) : NULL;
  if (left) memcpy(rest, data + used, left);
  free(s->rest);
  s->rest = rest;
  s->length = left;
}

static void readable(Socket *s) {
  static char data[chunk];
  if (s->length >= chunk) return lose(s);
  memcpy(data, s->rest ? s->rest : "", s->length);
  ssize_t got = read(s->fd, data + s->length, chunk - s->length);
  if (got > 0) take(s, data, s->length + got);
  else if (got == 0 || (errno != EAGAIN && errno != EINTR)) lose(s);
}

static void watch(int operation, int fd, unsigned events, unsigned which) {
  struct epoll_event event = {.events = events, .data.u32 = which};
  epoll_ctl(poll_fd, operation, fd, &event);
}

static void upgrade(Socket *s) {
  char request[1024];
  int length = sprintf(request,
                       "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
                       path);
  s->phase = UPGRADING;
  watch(EPOLL_CTL_MOD, s->fd, EPOLLIN, s - sockets);
  if (write(s->fd, request, length) != length) lose(s);
}

static void begin(int port) {
  Socket *s = &sockets[count];
  struct sockaddr_in here = {.sin_family = AF_INET}, there = {.sin_family = AF_INET, .sin_port = htons(port)};
  int one = 1;
  /* One address has some 28,000 ports; the clients are spread over several. */
  here.sin_addr.s_addr = htonl(0x7f000002 + count % addresses);
  there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  *s = (Socket){.fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), .phase = CONNECTING, .asked = now()};
  count++;
  opening++;
  setsockopt(s->fd, IPPROTO_IP, 24 /* IP_BIND_ADDRESS_NO_PORT */, &one, sizeof one);
  setsockopt(s->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  bind(s->fd, (struct sockaddr *)&here, sizeof here);
  if (connect(s->fd, (struct sockaddr *)&there, sizeof there) < 0 && errno != EINPROGRESS) return lose(s);
  watch(EPOLL_CTL_ADD, s->fd, EPOLLOUT, s - sockets);
}

/* Lets things happen, for at most `ms`; -1: until something has. Answers whether a command waits. */
static int pump(int ms) {
  static struct epoll_event events[512];
  int some = epoll_wait(poll_fd, events, 512, ms), has_input = 0;
  for (int n = 0; n < some; n++) {
    if (events[n].data.u32 == most) {
      has_input = 1;
      continue;
    }
    Socket *s = &sockets[events[n].data.u32];
    if (s->phase == CLOSED) continue;
    if (s->phase == CONNECTING) upgrade(s);
    else readable(s);
  }
  return has_input;
}

static void rest_until(double end) {
  for (double left = end - now(); left > 0; left = end - now()) pump(left * 1000 + 1);
}

static void report_samples(void) {
  qsort(samples, sample_count, sizeof *samples, by_size);
  printf("\"p50\":%.3f,\"p99\":%.3f,\"max\":%.3f,", percentile(0.5), percentile(0.99), percentile(1));
}

static void forget(void) {
  messages = bytes = matches = errors = 0;
  sample_count = 0;
  for (int n = 0; n < count; n++) sockets[n].matches = 0;
}

/* How many messages that match each socket was told: the fewest and the most. */
static void report_counts(double seconds) {
  unsigned fewest = -1, top = 0;
  for (int n = 0; n < count; n++) {
    if (sockets[n].phase != OPEN) continue;
    if (sockets[n].matches < fewest) fewest = sockets[n].matches;
    if (sockets[n].matches > top) top = sockets[n].matches;
  }
  printf("\"seconds\":%.3f,\"messages\":%lu,\"bytes\":%lu,\"matches\":%lu,\"fewest\":%u,\"most\":%u,\"errors\":%lu,"
         "\"open\":%d,\"closed\":%d}\n",
         seconds, messages, bytes, matches, count ? fewest : 0, top, errors, opened - closed, closed);
}

static void command_open(char *rest) {
  int wanted, at_once, port, used = 0;
  sscanf(rest, "%d %d %u %d %255s %n", &wanted, &at_once, &ready, &port, path, &used);
  snprintf(hello, sizeof hello, "%s", rest + used);
  forget();
  double started = now(), end = started + 120;
  for (int begun = 0; (begun < wanted || opening > 0) && now() < end;) {
    while (begun < wanted && opening < at_once && count < most) {
      begin(port);
      begun++;
    }
    pump(100);
  }
  printf("{");
  report_samples();
  report_counts(now() - started);
}

static void command_round(char *rest) {
  int moves, gap, timeout, used = 0;
  sscanf(rest, "%d %d %d %n", &moves, &gap, &timeout, &used);
  forget();
  double started = now();
  is_timing = 1;
  for (int n = 1; n <= moves; n++) {
    round_began = now();
    say(&sockets[0], rest + used);
    double end = round_began + timeout / 1000.0;
    while (matches < (unsigned long)n * (opened - closed) && now() < end) pump(10);
    rest_until(now() + gap / 1000.0);
  }
  is_timing = 0;
  printf("{");
  report_samples();
  report_counts(now() - started);
}

static void command_ask(char *rest) {
  int from, many, spread, timeout, used = 0;
  sscanf(rest, "%d %d %d %d %255s %n", &from, &many, &spread, &timeout, reply, &used);
  forget();
  double started = now(), end = started + (spread + timeout) / 1000.0;
  size_t due = 0;
  int next = 0;
  while (now() < end && sample_count < (size_t)many) {
    due = spread ? (now() - started) * 1000 / spread * many : (size_t)many;
    for (; next < many && (size_t)next < due + 1; next++) {
      Socket *s = &sockets[from + next];
      s->asked = now();
      say(s, rest + used);
    }
    pump(1);
  }
  for (int n = from; n < from + many; n++) sockets[n].asked = 0;
  printf("{\"answered\":%zu,", sample_count);
  report_samples();
  report_counts(now() - started);
}

static void command_flood(char *rest) {
  int from, many, seconds, used = 0;
  sscanf(rest, "%d %d %d %255s %n", &from, &many, &seconds, reply, &used);
  forget();
  double started = now();
  again = rest + used;
  for (int n = from; n < from + many; n++) {
    sockets[n].asked = now();
    say(&sockets[n], again);
  }
  while (now() < started + seconds) pump(10);
  double took = now() - started;
  size_t answered = sample_count;
  again = NULL;
  rest_until(now() + 1);
  for (int n = from; n < from + many; n++) sockets[n].asked = 0;
  printf("{\"answered\":%zu,", answered);
  report_samples();
  report_counts(took);
}

static void command_pace(char *rest) {
  Source *source = &paced[paced_count++];
  int used = 0;
  *source = (Source){0};
  sscanf(rest, "%d %d %lf %n", &source->from, &source->count, &source->per_second, &used);
  snprintf(source->text, sizeof source->text, "%s", rest + used);
  printf("{}\n");
}

static void command_run(char *rest) {
  int seconds, settle;
  sscanf(rest, "%d %d", &seconds, &settle);
  forget();
  double started = now();
  for (int n = 0; n < paced_count; n++) paced[n].due = started;
  while (now() < started + seconds) {
    for (int n = 0; n < paced_count; n++) {
      Source *source = &paced[n];
      for (; source->due <= now(); source->due += 1 / source->per_second) {
        say(&sockets[source->from + source->next], source->text);
        source->next = (source->next + 1) % source->count;
        source->said++;
      }
    }
    pump(1);
  }
  double took = now() - started;
  /* What the first source said is heard by all; a server that is behind is waited for while anything comes. */
  unsigned long wanted = paced_count ? (unsigned long)paced[0].said * (opened - closed) : 0;
  unsigned long before = -1;
  while (matches < wanted && before != messages) {
    before = messages;
    for (double end = now() + 5; now() < end && matches < wanted;) pump(10);
  }
  rest_until(now() + settle / 1000.0);
  printf("{\"said\":%u,", paced_count ? paced[0].said : 0);
  paced_count = 0;
  report_samples();
  report_counts(took);
}

static void command_clear(void) {
  for (int n = 0; n < count; n++) lose(&sockets[n]);
  count = opening = opened = closed = 0;
  printf("{}\n");
}

static void obey(char *text) {
  char *rest = strchr(text, ' ');
  rest = rest ? rest + 1 : text + strlen(text);
  size_t word = strcspn(text, " ");
  if (!strncmp(text, "open", word)) command_open(rest);
  else if (!strncmp(text, "round", word)) command_round(rest);
  else if (!strncmp(text, "ask", word)) command_ask(rest);
  else if (!strncmp(text, "flood", word)) command_flood(rest);
  else if (!strncmp(text, "pace", word)) command_pace(rest);
  else if (!strncmp(text, "run", word)) command_run(rest);
  else if (!strncmp(text, "clear", word)) command_clear();
  else if (!strncmp(text, "match", word)) {
    snprintf(match, sizeof match, "%s", rest);
    printf("{}\n");
  }
  fflush(stdout);
}

int main(void) {
  poll_fd = epoll_create1(0);
  fcntl(0, F_SETFL, fcntl(0, F_GETFL) | O_NONBLOCK);
  watch(EPOLL_CTL_ADD, 0, EPOLLIN, most);
  for (;;) {
    if (!pump(-1)) continue;
    ssize_t got = read(0, input + input_length, sizeof input - input_length);
    if (got == 0) return 0;
    if (got < 0) continue;
    input_length += got;
    for (char *end; (end = memchr(input, '\n', input_length));) {
      size_t length = end - input;
      memcpy(line, input, length);
      line[length] = 0;
      input_length -= length + 1;
      memmove(input, end + 1, input_length);
      obey(line);
    }
  }
}
