#include "AllocatedBytes.h"

#include <atomic>
#include <cstddef>

#if defined(__SANITIZE_ADDRESS__)
// As <sanitizer/allocator_interface.h> has them, which GCC 12 does not install.
extern "C" {
int __sanitizer_install_malloc_and_free_hooks(
    void (*onMalloc)(const volatile void*, std::size_t), void (*onFree)(const volatile void*));
std::size_t __sanitizer_get_allocated_size(const volatile void* address);
}
#endif

namespace satchel::test {

namespace {

std::atomic<std::int64_t> current{0};
std::atomic<std::int64_t> most{0};

#if defined(__SANITIZE_ADDRESS__)

void onMalloc(const volatile void* /*address*/, std::size_t size)
{
    const auto now = current.fetch_add(static_cast<std::int64_t>(size)) + static_cast<std::int64_t>(size);
    auto known = most.load();
    while (now > known && !most.compare_exchange_weak(known, now)) { }
}

void onFree(const volatile void* address)
{
    if (address != nullptr) {
        current.fetch_sub(static_cast<std::int64_t>(__sanitizer_get_allocated_size(address)));
    }
}

#endif

} // namespace

bool AllocatedBytes::areCounted()
{
#if defined(__SANITIZE_ADDRESS__)
    static const bool isInstalled = __sanitizer_install_malloc_and_free_hooks(onMalloc, onFree) > 0;
    return isInstalled;
#else
    return false;
#endif
}

void AllocatedBytes::start()
{
    current = 0;
    most = 0;
}

std::int64_t AllocatedBytes::peak()
{
    return most;
}

} // namespace satchel::test
