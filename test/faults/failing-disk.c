/*
 * A disk that fails when told, for a process that is started with this library in LD_PRELOAD.
 * DISK is a folder; while the file FAULT exists, what is done to files below DISK fails as FAULT's first letter says:
 * u (unconfirmed: fsync gives EIO), f (full: write gives ENOSPC), r (read-only: write gives EROFS).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static char fault(void) {
  const char *name = getenv("FAULT");
  char letter = 0;
  int fd = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
  if (fd < 0) return 0;
  if (read(fd, &letter, 1) != 1) letter = 0;
  close(fd);
  return letter;
}

static int is_below(const char *path) {
  const char *disk = getenv("DISK");
  return disk && strncmp(path, disk, strlen(disk)) == 0;
}

static int is_on_disk(int fd) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return is_below(path);
}

/* Whether this call is to fail, with errno set. */
static int fails(int fd, int is_sync) {
  if (!is_on_disk(fd)) return 0;
  char letter = fault();
  if (is_sync ? letter != 'u' : letter != 'f' && letter != 'r') return 0;
  errno = is_sync ? EIO : letter == 'f' ? ENOSPC : EROFS;
  return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int fsync(int fd) { return fails(fd, 1) ? -1 : REAL(fsync)(fd); }
int fdatasync(int fd) { return fails(fd, 1) ? -1 : REAL(fdatasync)(fd); }
ssize_t write(int fd, const void *data, size_t size) { return fails(fd, 0) ? -1 : REAL(write)(fd, data, size); }
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
  return fails(fd, 0) ? -1 : REAL(pwrite)(fd, data, size, at);
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
  return fails(fd, 0) ? -1 : REAL(pwrite64)(fd, data, size, at);
}
int access(const char *path, int mode) {
  if ((mode & W_OK) && is_below(path) && fault() == 'r') {
    errno = EROFS;
    return -1;
  }
  return REAL(access)(path, mode);
}
