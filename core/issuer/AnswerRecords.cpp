#include "AnswerRecords.h"

#include <core/base/File.h>
#include <core/bundle/Limits.h>

#include <QFile>
#include <QFileInfo>

#include <cstdio>

namespace satchel {

namespace {

const QString Pending = QStringLiteral(".pending");

} // namespace

Result<AnswerRecords> AnswerRecords::open(const QString& folder)
{
    SATCHEL_TRY(makeFolder(folder, 0700));
    return AnswerRecords{folder};
}

QString AnswerRecords::pathOf(const Sha256Digest& request, const QString& extension) const
{
    return m_folder + QLatin1Char('/') + request.toString() + QLatin1Char('.') + extension;
}

Result<std::optional<AnswerRecords::Record>> AnswerRecords::find(
    const Sha256Digest& request, const QString& extension) const
{
    const QString path = pathOf(request, extension);
    const bool isHandedOver = QFileInfo::exists(path);
    if (!isHandedOver && !QFileInfo::exists(path + Pending)) {
        return std::nullopt;
    }
    auto answer = readFile(isHandedOver ? path : path + Pending, limits::Item);
    if (!answer) {
        return fail(answer.error());
    }
    return Record{*std::move(answer), isHandedOver};
}

Result<void> AnswerRecords::remember(
    const Sha256Digest& request, const QString& extension, const QByteArray& answer) const
{
    return writeFileAtomically(pathOf(request, extension) + Pending, answer, 0600);
}

Result<void> AnswerRecords::markHandedOver(const Sha256Digest& request, const QString& extension) const
{
    const QString path = pathOf(request, extension);
    const QByteArray from = QFile::encodeName(path + Pending);
    const QByteArray to = QFile::encodeName(path);
    if (QFileInfo::exists(path)) {
        return {};
    }
    if (std::rename(from.constData(), to.constData()) != 0) {
        return fail(takeErrno(QStringLiteral("cannot record that the answer was handed over"), path));
    }
    return syncFolder(m_folder);
}

} // namespace satchel
