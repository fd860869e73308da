#include "JsonText.h"

#include <QList>

namespace satchel::vectors::jsontext {

namespace {

// Where a member or element stands: from its name (or value, in a list) to the end of its value.
struct Span {
    qsizetype begin = 0;
    qsizetype value = 0;
    qsizetype end = 0;
};

qsizetype endOfString(const QByteArray& json, qsizetype at)
{
    for (++at; json.at(at) != '"'; ++at) {
        at += json.at(at) == '\\' ? 1 : 0;
    }
    return at + 1;
}

qsizetype endOfValue(const QByteArray& json, qsizetype at)
{
    int depth = 0;
    while (at < json.size()) {
        const char c = json.at(at);
        if (depth == 0 && (c == ',' || c == '}' || c == ']')) {
            return at;
        }
        depth += c == '{' || c == '[' ? 1 : 0;
        depth -= c == '}' || c == ']' ? 1 : 0;
        at = c == '"' ? endOfString(json, at) : at + 1;
    }
    return at;
}

Span childOf(const QByteArray& json, const Span& outer, const QByteArray& step)
{
    const bool isObject = json.at(outer.value) == '{';
    qsizetype at = outer.value + 1;
    for (int number = 0; at < outer.end - 1; ++number) {
        const auto endOfName = isObject ? endOfString(json, at) : at;
        const auto value = isObject ? endOfName + 1 : at;
        const auto end = endOfValue(json, value);
        const auto name = isObject ? json.mid(at + 1, endOfName - at - 2) : QByteArray::number(number);
        if (name == step) {
            return {at, value, end};
        }
        at = end + 1;
    }
    qFatal("there is no %s in %s", step.constData(), json.constData());
}

Span find(const QByteArray& json, const QByteArray& path)
{
    Span span{0, 0, json.size()};
    if (path.isEmpty()) {
        return span;
    }
    for (const auto& step : path.split('.')) {
        span = childOf(json, span, step);
    }
    return span;
}

} // namespace

QByteArray without(QByteArray json, const QByteArray& path)
{
    auto span = find(json, path);
    if (json.at(span.end) == ',') {
        ++span.end;
    } else if (json.at(span.begin - 1) == ',') {
        --span.begin;
    }
    return json.remove(span.begin, span.end - span.begin);
}

QByteArray replaced(QByteArray json, const QByteArray& path, const QByteArray& value)
{
    const auto span = find(json, path);
    return json.replace(span.value, span.end - span.value, value);
}

QByteArray repeated(QByteArray json, const QByteArray& path)
{
    const auto span = find(json, path);
    return json.insert(span.end, ',' + json.mid(span.begin, span.end - span.begin));
}

QByteArray extended(QByteArray json, const QByteArray& path, const QByteArray& member)
{
    const auto span = find(json, path);
    const bool isEmpty = span.end - span.value == 2;
    return json.insert(span.end - 1, isEmpty ? member : ',' + member);
}

QByteArray valueAt(const QByteArray& json, const QByteArray& path)
{
    const auto span = find(json, path);
    return json.mid(span.value, span.end - span.value);
}

} // namespace satchel::vectors::jsontext
