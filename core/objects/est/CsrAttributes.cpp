#include "CsrAttributes.h"

#include <core/objects/AssessmentBuilder.h>
#include <core/objects/encoding/DerFields.h>
#include <core/objects/encoding/DerText.h>

#include <QSet>

namespace satchel {

namespace {

constexpr std::size_t MostWanted = 256;

} // namespace

Result<EnrolmentObjectPtr> CsrAttributes::parse(const QByteArray& der)
{
    SATCHEL_TRY(checkDer(der));
    const std::shared_ptr<CsrAttributes> attributes{new CsrAttributes};
    QSet<QByteArray> seen;
    DerFields outer{der, QStringLiteral("the CSR attributes")};
    DerFields list = outer.enter(der::Sequence);
    outer.end();
    while (!list.atEnd()) {
        Wanted wanted;
        if (auto attribute = list.enterIf(der::Sequence)) {
            wanted.oid = attribute->takeOid();
            wanted.hasValues = true;
            const DerElement values = attribute->take(der::Set);
            attribute->end();
            std::size_t count = 0;
            for (DerFields each = list.inside(values); !each.atEnd() && count <= MostWanted; ++count) {
                each.take();
            }
            if (count > MostWanted) {
                list.refuse(QStringLiteral("more than %1 values of an attribute").arg(MostWanted));
            }
            wanted.values = values.content.toByteArray();
        } else {
            wanted.oid = list.takeOid();
        }
        if (attributes->m_wanted.size() == MostWanted) {
            list.refuse(QStringLiteral("more than %1 attributes").arg(MostWanted));
        }
        if (seen.contains(wanted.oid)) {
            attributes->m_deviations.append(QStringLiteral("%1 stands twice").arg(objectName(wanted.oid)));
        }
        seen.insert(wanted.oid);
        attributes->m_wanted.push_back(std::move(wanted));
    }
    SATCHEL_TRY(outer.result());
    for (const Wanted& wanted : attributes->m_wanted) {
        if (wanted.hasValues && wanted.values.isEmpty()) {
            attributes->m_deviations.append(
                QStringLiteral("the attribute %1 has no value").arg(objectName(wanted.oid)));
        }
    }
    return EnrolmentObjectPtr{attributes};
}

Assessment CsrAttributes::assess(const CheckContext&) const
{
    AssessmentBuilder builder;
    builder.skip(QStringLiteral("signature"),
        QStringLiteral("nobody signs CSR attributes; they are as good as the bundle that brought them"));
    for (const QString& deviation : m_deviations) {
        builder.warn(QStringLiteral("form"), deviation);
    }
    if (m_wanted.empty()) {
        builder.warn(QStringLiteral("form"), QStringLiteral("no attribute is asked for"));
    }
    return builder.take();
}

Result<void> CsrAttributes::matches(const EnrolmentObject& request) const
{
    if (request.kind() != Kind::AttributesRequest) {
        return fail(ErrorCode::NoMatchingRequest, QStringLiteral("CSR attributes answer only a request for them"));
    }
    return {};
}

JsonValue CsrAttributes::describe() const
{
    JsonArray list;
    for (const Wanted& wanted : m_wanted) {
        JsonMembers members{{QStringLiteral("name"), JsonValue{objectName(wanted.oid)}}};
        if (wanted.hasValues) {
            JsonArray values;
            DerReader reader{wanted.values};
            for (auto value = reader.next(); value; value = reader.next()) {
                values.push_back(derText(value->whole));
            }
            members.emplace_back(QStringLiteral("values"), JsonValue{std::move(values)});
        }
        list.emplace_back(std::move(members));
    }
    return JsonValue{JsonMembers{
        {QStringLiteral("form"), JsonValue{QStringLiteral("CSR attributes")}},
        {QStringLiteral("attributes"), JsonValue{std::move(list)}},
    }};
}

} // namespace satchel
