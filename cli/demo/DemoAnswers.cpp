#include "DemoAnswers.h"

#include <core/base/File.h>
#include <core/objects/EnrolmentObject.h>

#include <QDir>

namespace satchel {

namespace {

constexpr qint64 LargestAnswer = 4 * 1024 * 1024;

} // namespace

Result<QList<QByteArray>> readAnswers(const QString& folder)
{
    QList<QByteArray> answers;
    const QDir files{folder};
    for (const auto& name : files.entryList(QDir::Files, QDir::Name)) {
        if (name.endsWith(QStringLiteral(".meta"))) {
            continue;
        }
        auto answer = readFile(files.filePath(name), LargestAnswer);
        if (!answer) {
            return fail(answer.error());
        }
        answers.append(*std::move(answer));
    }
    return answers;
}

Result<QByteArray> answerTo(const QByteArray& request, const QList<QByteArray>& answers)
{
    const auto asked = EnrolmentObject::recognise(request);
    if (!asked) {
        return fail(asked.error());
    }
    QList<QByteArray> fitting;
    for (const auto& answer : answers) {
        const auto object = EnrolmentObject::recognise(answer);
        if (object && (*object)->kind() != Kind::Rejection && (*object)->matches(**asked)) {
            fitting.append(answer);
        }
    }
    if (fitting.size() != 1) {
        return fail(ErrorCode::NoMatchingRequest,
            QStringLiteral("%1 of the answers that were delivered fit its %2, and one should")
                .arg(fitting.size())
                .arg(kindName((*asked)->kind())));
    }
    return fitting.first();
}

} // namespace satchel
