#include "RowList.h"

#include <QTemporaryFile>

#include <mutex>

namespace satchel {

namespace {

constexpr qsizetype SpillAt = 1024 * 1024;

} // namespace

struct RowList::Overflow {
    QTemporaryFile file;
    std::mutex mutex; // its place in the file is one
};

void RowList::append(const QByteArray& json)
{
    Q_ASSERT(!json.contains('\n'));
    m_memory += json + '\n';
    ++m_size;
    if (m_memory.size() >= SpillAt && m_maySpill) {
        spill();
    }
}

void RowList::spill()
{
    if (!m_overflow) {
        m_overflow = std::make_shared<Overflow>();
        if (!m_overflow->file.open()) {
            m_overflow.reset();
            m_maySpill = false; // no place for temporary files: the list stays in memory rather than losing rows
            return;
        }
    }
    const std::lock_guard lock{m_overflow->mutex};
    auto& file = m_overflow->file;
    if (file.seek(m_spilled) && file.write(m_memory) == m_memory.size() && file.flush()) {
        m_spilled += m_memory.size();
        m_memory.clear();
    } else {
        m_maySpill = false; // and what of it was written is not read
    }
}

void RowList::forEach(const std::function<void(QByteArrayView)>& visit) const
{
    if (m_overflow) {
        const std::lock_guard lock{m_overflow->mutex};
        m_overflow->file.seek(0);
        while (m_overflow->file.pos() < m_spilled) {
            const auto line = m_overflow->file.readLine();
            visit(QByteArrayView{line}.chopped(1));
        }
    }
    qsizetype begin = 0;
    while (begin < m_memory.size()) {
        const auto end = m_memory.indexOf('\n', begin);
        visit(QByteArrayView{m_memory}.sliced(begin, end - begin));
        begin = end + 1;
    }
}

void RowList::writeTo(JsonWriter& writer) const
{
    writer.beginArray();
    forEach([&writer](QByteArrayView json) { writer.raw(json); });
    writer.endArray();
}

std::vector<JsonValue> RowList::values() const
{
    std::vector<JsonValue> rows;
    forEach(
        [&rows](QByteArrayView json) { rows.push_back(parseJson(json, JsonDialect::Lenient).value_or(JsonValue{})); });
    return rows;
}

} // namespace satchel
