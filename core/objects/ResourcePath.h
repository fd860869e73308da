#pragma once

#include <core/ledger/Kind.h>

#include <QString>

#include <optional>

namespace satchel {

// The path of the EST or BRSKI resource that a `.meta` file names (docs/cli.md, "Files"): where the registrar took a
// request in, or whose answer the backend brings. It tells what bytes alone do not: one voucher request is posted to
// two resources, and one certs-only CMS may be the answer of several.
class ResourcePath final {
public:
    ResourcePath() = default;
    // Of "/.well-known/est/label/cacerts" and the like; what is no such path tells nothing.
    explicit ResourcePath(const QString& path);

    // The kind of what goes to, or comes from, this resource, where the bytes may be of several (RFC 7030
    // section 3.2.2, RFC 8995 section 8.3.1; the names of older drafts too). Nullopt if the path tells none.
    [[nodiscard]] std::optional<Kind> kind() const { return m_kind; }
    // Which of a server's CAs is meant (RFC 7030 section 3.2.2); empty for the one that has no label, and outside of
    // EST.
    [[nodiscard]] const QString& label() const { return m_label; }

    // The path for an item that is handed over, so that the local system can tell what it is for. Empty where the
    // file's name tells that already.
    [[nodiscard]] static QString of(Kind kind, const QString& label);

private:
    std::optional<Kind> m_kind;
    QString m_label;
};

} // namespace satchel
