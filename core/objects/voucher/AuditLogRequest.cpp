#include "AuditLogRequest.h"

namespace satchel {

JsonValue AuditLogRequest::describe() const
{
    return JsonValue{JsonMembers{
        {QStringLiteral("form"), JsonValue{QStringLiteral("request for the audit log")}},
        {QStringLiteral("by"), m_request->describe()},
    }};
}

} // namespace satchel
