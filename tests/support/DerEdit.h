#pragma once

#include <core/crypto/DerReader.h>
#include <core/crypto/DerWriter.h>

#include <QByteArray>
#include <QList>

#include <functional>

// DER that is edited in place.
namespace satchel::test {

using DerEdit = std::function<QByteArray(const QByteArray&)>;

// Replaces one element by whatever `edit` makes of it; the path leads from the outermost element down by the numbers
// of the children. All lengths around it are made right again.
inline QByteArray edited(const QByteArray& der, QList<int> path, const DerEdit& edit)
{
    if (path.isEmpty()) {
        return edit(der);
    }
    const int wanted = path.takeFirst();
    const DerElement outer = DerReader{der}.next().value();
    DerReader children{outer.content};
    QByteArray content;
    for (int i = 0; !children.atEnd(); ++i) {
        const QByteArray child = children.next().value().whole.toByteArray();
        content += i == wanted ? edited(child, path, edit) : child;
    }
    return derElement(outer.tag, content);
}

inline DerEdit replaceBy(const QByteArray& element)
{
    return [element](const QByteArray&) { return element; };
}

inline DerEdit followedBy(const QByteArray& element)
{
    return [element](const QByteArray& before) { return before + element; };
}

inline DerEdit precededBy(const QByteArray& element)
{
    return [element](const QByteArray& after) { return element + after; };
}

// The same content under another tag or in another length.
inline DerEdit withContent(const std::function<QByteArray(const QByteArray&)>& change)
{
    return [change](const QByteArray& whole) {
        const DerElement element = DerReader{whole}.next().value();
        return derElement(element.tag, change(element.content.toByteArray()));
    };
}

inline QByteArray hexBytes(const char* digits)
{
    return QByteArray::fromHex(digits);
}

} // namespace satchel::test
