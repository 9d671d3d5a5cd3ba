/*
 * A process that is dead, but for a thread that hangs, as a command to a device may: dead-holder PIDFILE. It holds the file's lock, and says
 * so when its first thread ends; then /proc has it as a zombie.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

static void *hang(void *first) {
  pthread_join(*(pthread_t *)first, NULL);
  puts("dead");
  fflush(stdout);
  pause();
  return NULL;
}

int main(int count, char **words) {
  static pthread_t first;
  struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  int file = count == 2 ? open(words[1], O_RDWR | O_CREAT, 0600) : -1;
  if (file < 0 || fcntl(file, F_SETLK, &whole) != 0 || dprintf(file, "%d\n", getpid()) < 0) return 1;
  pthread_t other;
  first = pthread_self();
  if (pthread_create(&other, NULL, hang, &first) != 0) return 1;
  pthread_exit(NULL);
}
