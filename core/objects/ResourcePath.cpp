#include "ResourcePath.h"

#include <QStringList>

#include <algorithm>
#include <array>

namespace satchel {

namespace {

constexpr qsizetype LongestLabel = 255;
constexpr QStringView Est = u"est";

struct Resource {
    QStringView name; // the last segment
    Kind kind;
};

// The first of a kind is the name of today.
constexpr std::array Resources{
    Resource{u"cacerts", Kind::CaCertificates},
    Resource{u"csrattrs", Kind::Attributes},
    Resource{u"simpleenroll", Kind::CertificationResponse},
    Resource{u"simplereenroll", Kind::CertificationResponse},
    Resource{u"serverkeygen", Kind::CertificationResponse},
    Resource{u"requestauditlog", Kind::AuditLogRequest},
    Resource{u"voucher_status", Kind::VoucherStatus},
    Resource{u"voucherstatus", Kind::VoucherStatus},
    Resource{u"enrollstatus", Kind::EnrollStatus},
    Resource{u"enroll_status", Kind::EnrollStatus},
};

} // namespace

ResourcePath::ResourcePath(const QString& path)
{
    const auto segments
        = path.section(QLatin1Char('?'), 0, 0).split(QLatin1Char('/'), Qt::SkipEmptyParts, Qt::CaseSensitive);
    if (segments.isEmpty()) {
        return;
    }
    const auto* const found = std::ranges::find(Resources, QStringView{segments.last()}, &Resource::name);
    if (found == Resources.end()) {
        return;
    }
    m_kind = found->kind;
    const bool isLabelled = segments.size() > 2 && segments[segments.size() - 3] == Est;
    if (isLabelled && segments[segments.size() - 2].size() <= LongestLabel) {
        m_label = segments[segments.size() - 2];
    }
}

QString ResourcePath::of(Kind kind, const QString& label)
{
    if (kind == Kind::AuditLog) {
        return of(Kind::AuditLogRequest, {});
    }
    const auto* const found = std::ranges::find(Resources, kind, &Resource::kind);
    if (found == Resources.end() || kind == Kind::CertificationResponse) {
        return {};
    }
    const bool isEst = kind == Kind::CaCertificates || kind == Kind::Attributes;
    const QString service = isEst ? Est.toString() : QStringLiteral("brski");
    const QString below = label.isEmpty() ? QString{} : label + QLatin1Char('/');
    return QStringLiteral("/.well-known/%1/%2%3").arg(service, below, found->name.toString());
}

} // namespace satchel
