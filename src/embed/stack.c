#include "embed/stack.h"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>
#if defined(__linux__)
#include <sys/syscall.h>
#endif

enum {
    RESERVE = 1 << 20,          /* bytes for C code that does not count itself: at most a quarter */
    UNKNOWN = 1 << 20,          /* bytes, when nothing can be learned */
    MOST = 256 << 20,           /* bytes of a stack without a limit */
};

typedef struct Stack { char *base; size_t size; } Stack;     /* its highest address */

#if defined(__linux__)
extern void *__libc_stack_end __attribute__((weak));

static bool is_main_thread(void) { return syscall(SYS_gettid) == getpid(); }

/* Of the main thread the system maps more as it grows. */
static Stack main_stack(char *here)
{
    struct rlimit limit;
    size_t size = UNKNOWN;
    if (getrlimit(RLIMIT_STACK, &limit) == 0)
        size = limit.rlim_cur == RLIM_INFINITY ? 8u << 20 : MIN((size_t)limit.rlim_cur, (size_t)MOST);
    char *base = &__libc_stack_end ? (char *)__libc_stack_end : here;
    return base >= here ? (Stack){ base, size } : (Stack){ here, UNKNOWN };
}

static Stack thread_stack(char *here)
{
    pthread_attr_t attributes;
    void *start = NULL;
    size_t size = 0;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0)
        return (Stack){ here, UNKNOWN / 4 };
    bool known = pthread_attr_getstack(&attributes, &start, &size) == 0 && here > (char *)start && here <= (char *)start + size;
    pthread_attr_destroy(&attributes);
    return known ? (Stack){ (char *)start + size, size } : (Stack){ here, UNKNOWN / 4 };
}

static Stack find_stack(char *here) { return is_main_thread() ? main_stack(here) : thread_stack(here); }
#elif defined(__APPLE__)
static Stack find_stack(char *here)
{
    (void)here;
    return (Stack){ pthread_get_stackaddr_np(pthread_self()), pthread_get_stacksize_np(pthread_self()) };
}
#else
static Stack find_stack(char *here) { return (Stack){ here, UNKNOWN / 4 }; }
#endif

no_inline void stack_enter(Runtime *rt)
{
    char *here = __builtin_frame_address(0);
    if (rt->c_stack_size) {
        if (!rt->frame)
            rt->c_stack_limit = here - rt->c_stack_size;
        return;
    }
    if (rt->c_stack_base && here <= rt->c_stack_base && here > rt->c_stack_limit)
        return;
    Stack stack = find_stack(here);
    rt->c_stack_base = stack.base;
    rt->c_stack_limit = stack.base - (stack.size - MIN(stack.size / 4, (size_t)RESERVE));
}
