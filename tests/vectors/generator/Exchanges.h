#pragma once

#include "Maker.h"

namespace satchel::vectors {

// Puts objects into sound bundles: requests from the site to the backend, answers from the backend to the site. One
// file's objects are of one protocol, which an instance is made for.
class Exchanges final {
public:
    Exchanges(const Maker& maker, Protocol protocol)
        : m_maker{maker}
        , m_protocol{protocol}
    {
    }

    struct Object {
        QByteArray bytes; // as a file has them
        Kind kind = Kind::CertificationRequest;
        const char* extension = "";
    };

    // What an object answers: a file that the site has gathered and sent, and its id. None: it comes unasked.
    struct Asked {
        QByteArray file; // of world/requests
        ItemId id;
    };

    void request(const QByteArray& name, const Object& object, const QByteArray& scenario) const;
    void answer(const QByteArray& name, const std::optional<Asked>& asked, const Object& object,
        const QByteArray& scenario) const;
    // The same with one fault in the object, for which it is refused and the bundle's other item is not.
    void badRequest(const QByteArray& name, ErrorCode code, const Object& object, const QByteArray& scenario) const;
    void badAnswer(const QByteArray& name, ErrorCode code, const Rule& rule, const std::optional<Asked>& asked,
        const Object& object, const QByteArray& scenario) const;

    // A request of the site's, kept in the world.
    [[nodiscard]] Asked asked(const char* file, Kind kind, const std::function<QByteArray()>& make) const;

private:
    [[nodiscard]] PartItem requestItem(const Object& object) const;
    [[nodiscard]] test::BundleForge answerBundle(const std::optional<Asked>& asked, const Object& object) const;
    static void comeBefore(Row& row, const std::optional<Asked>& asked);

    const Maker& m_maker;
    Protocol m_protocol;
};

// One octet in the middle of what is signed is another.
[[nodiscard]] QByteArray altered(QByteArray bytes, const QByteArray& from, const QByteArray& to);

} // namespace satchel::vectors
