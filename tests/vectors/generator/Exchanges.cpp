#include "Exchanges.h"

namespace satchel::vectors {

using namespace satchel::test;

namespace {

Row partlyRefused(const QByteArray& name, ErrorCode code, const Rule& rule, const QByteArray& scenario)
{
    auto row = Maker::row(name, code, rule, scenario, "-");
    row.verify = "good-in-part";
    row.take = "imported-in-part";
    return row;
}

} // namespace

void Exchanges::request(const QByteArray& name, const Object& object, const QByteArray& scenario) const
{
    auto forge = m_maker.bundle();
    forge.parts.front().items = {requestItem(object)};
    m_maker.set.add(Maker::goodRow(name, scenario), forge.make());
}

void Exchanges::badRequest(
    const QByteArray& name, ErrorCode code, const Object& object, const QByteArray& scenario) const
{
    auto forge = m_maker.bundle();
    auto& items = forge.parts.front().items;
    items.insert(items.begin(), requestItem(object));
    m_maker.refuse(partlyRefused(name, code, rules::SoundItem, scenario), forge);
}

void Exchanges::answer(
    const QByteArray& name, const std::optional<Asked>& asked, const Object& object, const QByteArray& scenario) const
{
    auto row = Maker::goodRow(name, scenario);
    comeBefore(row, asked);
    m_maker.set.add(row, answerBundle(asked, object).make());
}

void Exchanges::badAnswer(const QByteArray& name, ErrorCode code, const Rule& rule, const std::optional<Asked>& asked,
    const Object& object, const QByteArray& scenario) const
{
    auto row = partlyRefused(name, code, rule, scenario);
    comeBefore(row, asked);
    m_maker.refuse(row, answerBundle(asked, object));
}

Exchanges::Asked Exchanges::asked(const char* file, Kind kind, const std::function<QByteArray()>& make) const
{
    return {file, m_maker.world.gatheredId(m_maker.world.request(file, make), kind, m_protocol)};
}

PartItem Exchanges::requestItem(const Object& object) const
{
    auto item = someItem(m_maker.world.keys("site"), object.bytes, object.kind, m_protocol);
    item.extension = QString::fromLatin1(object.extension);
    item.localName = QStringLiteral("request.") + item.extension;
    return item;
}

BundleForge Exchanges::answerBundle(const std::optional<Asked>& asked, const Object& object) const
{
    auto item = someItem(m_maker.world.keys("backend"), object.bytes, object.kind, m_protocol);
    item.inReplyTo = asked ? asked->id.toString() : QString{};
    item.extension = QString::fromLatin1(object.extension);
    item.localName = QStringLiteral("answer.") + item.extension;
    auto forge = m_maker.bundle("backend", "site");
    forge.parts.front().items = {item};
    return forge;
}

void Exchanges::comeBefore(Row& row, const std::optional<Asked>& asked)
{
    row.reader = "site";
    if (asked) {
        row.before = "gather requests/" + asked->file + ", export backend";
    }
}

QByteArray altered(QByteArray bytes, const QByteArray& from, const QByteArray& to)
{
    const auto before = bytes;
    bytes.replace(from, to);
    if (bytes == before) {
        qFatal("nothing to alter: %s", from.constData());
    }
    return bytes;
}

} // namespace satchel::vectors
