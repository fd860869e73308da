#include "KeyUri.h"

#include <QDir>
#include <QRegularExpression>
#include <QUrl>

namespace satchel {

QString absoluteKeyUri(const QString& uri, const QString& folder)
{
    static const QRegularExpression scheme{QStringLiteral("\\A[A-Za-z][A-Za-z0-9+.-]*:")};
    const bool isFileUri = uri.startsWith(QStringLiteral("file:"), Qt::CaseInsensitive);
    if (!isFileUri && scheme.match(uri).hasMatch()) {
        return uri;
    }
    const auto path = isFileUri ? QUrl{uri}.path(QUrl::FullyDecoded) : uri;
    if (isFileUri && QDir::isAbsolutePath(path)) {
        return uri;
    }
    return QDir::cleanPath(QDir{folder}.absoluteFilePath(path));
}

} // namespace satchel
