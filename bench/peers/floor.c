/*
 * The floor: what the kernel charges for one event to N sockets. Whatever a client says, one prebuilt frame of 150
 * bytes goes to everybody, with one write() each; nothing else is done. Says the port it listens on.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

/* What a client says is "go": two bytes behind a frame's head and mask. */
enum { most = 19500, trigger = 8 };
static int clients[most], count;
static char is_open[most + 64];

/* The answer to RFC 6455's sample key, which is the one that bench/load sends (§1.3). */
static const char answer[] =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

static int frame_event(char *frame) {
  char text[160];
  memset(text, 'x', sizeof text);
  int head = sprintf(text, "{\"event\":\"slide\",\"at\":\"");
  text[head] = 'x';
  memcpy(text + 144, "\"}", 2);
  frame[0] = (char)0x81;
  frame[1] = 126;
  frame[2] = 0;
  frame[3] = (char)146;
  memcpy(frame + 4, text, 146);
  return 150;
}

int main(void) {
  char frame[160], data[4096];
  int length = frame_event(frame), one = 1, lost = 0, listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof here;
  if (bind(listener, (struct sockaddr *)&here, size) < 0 || listen(listener, 4096) < 0) return 1;
  getsockname(listener, (struct sockaddr *)&here, &size);
  printf("{\"port\":%d}\n", ntohs(here.sin_port));
  fflush(stdout);
  int poll_fd = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[512];
  epoll_ctl(poll_fd, EPOLL_CTL_ADD, listener, &event);
  for (;;) {
    int some = epoll_wait(poll_fd, events, 512, -1);
    for (int n = 0; n < some; n++) {
      int fd = events[n].data.fd;
      if (fd == listener) {
        for (int client; count < most && (client = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
          setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
          event = (struct epoll_event){.events = EPOLLIN, .data.fd = client};
          epoll_ctl(poll_fd, EPOLL_CTL_ADD, client, &event);
        }
        continue;
      }
      ssize_t got = read(fd, data, sizeof data);
      if (got <= 0) {
        close(fd);
        is_open[fd] = 0;
      } else if (!is_open[fd]) {
        is_open[fd] = 1;
        clients[count++] = fd;
        if (write(fd, answer, sizeof answer - 1) < 0) close(fd);
      } else {
        for (; got >= trigger; got -= trigger)
          for (int to = 0; to < count; to++)
            if (write(clients[to], frame, length) < 0) lost++;
      }
    }
  }
}
