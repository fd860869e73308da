#include "LocalFiles.h"

#include <core/exchange/import/ImportInputs.h>

#include <QMimeData>
#include <QUrl>

#include <algorithm>

namespace satchel {

QStringList localFiles(const QMimeData& data)
{
    QStringList files;
    for (const auto& url : data.urls()) {
        if (url.isLocalFile()) {
            files += url.toLocalFile();
        }
    }
    return files;
}

bool holdBundles(const QStringList& files)
{
    return std::any_of(
        files.begin(), files.end(), [](const QString& file) { return hasBundleName(file) || hasReceiptName(file); });
}

bool isCard(const QString& file)
{
    return file.endsWith(u".satchel-card", Qt::CaseInsensitive);
}

} // namespace satchel
