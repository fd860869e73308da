#include "PageUpdate.h"

namespace satchel::bench {

Result<QByteArray> withBlock(const QByteArray& page, const QString& name, const QString& block)
{
    const QByteArray begin = QStringLiteral("<!-- %1 begin -->\n").arg(name).toUtf8();
    const QByteArray end = QStringLiteral("<!-- %1 end -->\n").arg(name).toUtf8();
    const auto from = page.indexOf(begin);
    const auto to = page.indexOf(end);
    if (from < 0 || to < from) {
        return fail(ErrorCode::NotFound, QStringLiteral("the page has no place for \"%1\"").arg(name));
    }
    return page.left(from + begin.size()) + '\n' + block.trimmed().toUtf8() + "\n\n" + page.sliced(to);
}

} // namespace satchel::bench
