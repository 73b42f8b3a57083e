/* measure OUT COMMAND ...: run COMMAND; write "seconds-of-CPU peak-KiB exit-status" to the
 * file OUT.  A program of its own, because a child's peak begins with its parent's size. */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    struct rusage u;
    int status;
    if (argc < 3)
        return 2;
    pid_t child = fork();
    if (child == 0) {
        execvp(argv[2], argv + 2);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &u) < 0)
        return 1;
    FILE *out = fopen(argv[1], "w");
    if (!out)
        return 1;
    double seconds = (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
    fprintf(out, "%.6f %ld %d\n", seconds, u.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    return fclose(out) != 0;
}
