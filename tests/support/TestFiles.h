#pragma once

#include <QFile>
#include <QString>

namespace satchel::test {

// Unlike that of any file that a test writes where it cannot be read.
[[nodiscard]] inline QByteArray contentOf(const QString& path)
{
    QFile file{path};
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray{"<unreadable>"};
}

// Ends the test's run where it cannot be written.
inline void putFile(const QString& path, const QByteArray& content)
{
    QFile file{path};
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) {
        qFatal("cannot write %s", qPrintable(path));
    }
}

} // namespace satchel::test
