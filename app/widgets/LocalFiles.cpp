#include "LocalFiles.h"

#include <QMimeData>
#include <QUrl>

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

} // namespace satchel
