#include "CheckNames.h"

#include <array>

namespace satchel {

namespace {

constexpr std::array Names{
    QLatin1StringView{"body"},
    QLatin1StringView{"chain"},
    QLatin1StringView{"confirmation"},
    QLatin1StringView{"content"},
    QLatin1StringView{"direction"},
    QLatin1StringView{"domains"},
    QLatin1StringView{"encryption"},
    QLatin1StringView{"expires-on"},
    QLatin1StringView{"form"},
    QLatin1StringView{"further-signature"},
    QLatin1StringView{"header"},
    QLatin1StringView{"idevid-issuer"},
    QLatin1StringView{"issued"},
    QLatin1StringView{"key"},
    QLatin1StringView{"nonce"},
    QLatin1StringView{"nonces"},
    QLatin1StringView{"pinned-domain-cert"},
    QLatin1StringView{"prior-request"},
    QLatin1StringView{"proof-of-possession"},
    QLatin1StringView{"protection"},
    QLatin1StringView{"proximity"},
    QLatin1StringView{"registrar"},
    QLatin1StringView{"requester"},
    QLatin1StringView{"sender"},
    QLatin1StringView{"serial"},
    QLatin1StringView{"signature"},
    QLatin1StringView{"status"},
    QLatin1StringView{"time"},
    QLatin1StringView{"transaction"},
    QLatin1StringView{"truncation"},
    QLatin1StringView{"version"},
};

constexpr std::array InnerObjects{
    QLatin1StringView{"inside"}, QLatin1StringView{"nested"}, QLatin1StringView{"prior-request"}};

} // namespace

std::span<const QLatin1StringView> checkNames()
{
    return Names;
}

std::span<const QLatin1StringView> innerObjectNames()
{
    return InnerObjects;
}

} // namespace satchel
