#include "cli/bounds.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int bounds_parse_count(const char *text, uint64_t *count)
{
    char *end;
    errno = 0;
    *count = strtoull(text, &end, 10);
    return text[0] >= '0' && text[0] <= '9' && !*end && !errno && *count > 0;
}

int bounds_parse_size(const char *text, size_t *size)
{
    static const char suffixes[] = "KMG";
    char digits[32];
    size_t length = strlen(text);
    const char *suffix = length ? strchr(suffixes, text[length - 1] & ~32) : NULL;
    uint64_t number;
    length -= suffix != NULL;
    if (!length || length >= sizeof digits)
        return 0;
    memcpy(digits, text, length);
    digits[length] = 0;
    return bounds_parse_count(digits, &number) &&
           !__builtin_mul_overflow(number, suffix ? (size_t)1024 << (suffix - suffixes) * 10 : 1, size);
}

int bounds_parse_seconds(const char *text, double *seconds)
{
    char *end;
    *seconds = strtod(text, &end);
    return ((text[0] >= '0' && text[0] <= '9') || text[0] == '.') && !*end && *seconds > 0 && *seconds < 1e9;
}

int bounds_hash_seed(ou_options *options, int use_environment, int random)
{
    const char *text = use_environment ? getenv("PYTHONHASHSEED") : NULL;
    if (!text || !*text || !strcmp(text, "random"))
        return 1;
    char *end;
    errno = 0;
    unsigned long seed = strtoul(text, &end, 10);
    if (*end || errno || seed > UINT32_MAX || text[0] < '0' || text[0] > '9') {
        fprintf(stderr, "Fatal Python error: config_init_hash_seed: PYTHONHASHSEED must be \"random\" or an integer in range "
                        "[0; 4294967295]\n");
        return 0;
    }
    options->hash_seed = seed;
    options->hash_fixed = seed || !random;
    return 1;
}

#if defined(__linux__)
static ou_runtime *volatile watched;
static timer_t timer;

static void on_time(int signal_number)
{
    (void)signal_number;
    if (watched)
        ou_stop(watched);
}

/* Again and again, since the first signal may come just before the wait begins. */
void bounds_watch(ou_runtime *rt, double seconds)
{
    struct sigaction action = { .sa_handler = on_time };
    struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMAX - 1 };
    struct itimerspec when = { .it_interval.tv_nsec = 20 * 1000 * 1000 };
    when.it_value.tv_sec = (time_t)seconds;
    when.it_value.tv_nsec = (long)((seconds - (double)when.it_value.tv_sec) * 1e9) + 1;
    sigemptyset(&action.sa_mask);
    if (seconds <= 0 || sigaction(SIGRTMAX - 1, &action, NULL) < 0 || timer_create(CLOCK_MONOTONIC, &event, &timer) < 0)
        return;
    watched = rt;
    if (timer_settime(timer, 0, &when, NULL) < 0)
        watched = NULL;
}

void bounds_unwatch(void)
{
    if (!watched)
        return;
    watched = NULL;
    timer_delete(timer);
}
#else
void bounds_watch(ou_runtime *rt, double seconds) { (void)rt, (void)seconds; }
void bounds_unwatch(void) {}
#endif
