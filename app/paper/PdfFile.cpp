#include "PdfFile.h"

#include <core/base/AtomicFile.h>

#include <QIODevice>
#include <QMarginsF>
#include <QPdfWriter>

namespace satchel {

namespace {

constexpr double PageMargin = 15; // mm
constexpr qsizetype WriteAt = 256 * 1024; // bytes

// What Qt writes to, which hears of no error: the first is kept, and has the painting stop.
class FileDevice final : public QIODevice {
public:
    FileDevice(const AtomicFile& file, std::stop_source& stop)
        : m_file{file}
        , m_stop{stop}
    {
        open(QIODevice::WriteOnly | QIODevice::Unbuffered);
    }

    Result<void> finish()
    {
        flush();
        return m_written;
    }

    [[nodiscard]] bool isSequential() const override { return true; }

protected:
    qint64 readData(char* /*bytes*/, qint64 /*most*/) override { return -1; }

    qint64 writeData(const char* bytes, qint64 count) override
    {
        m_pending.append(bytes, count);
        if (m_pending.size() >= WriteAt) {
            flush();
        }
        return m_written ? count : -1;
    }

private:
    void flush()
    {
        if (m_written) {
            m_written = m_file.write(m_pending);
        }
        if (!m_written) {
            m_stop.request_stop();
        }
        m_pending.clear();
    }

    const AtomicFile& m_file;
    std::stop_source& m_stop;
    QByteArray m_pending;
    Result<void> m_written;
};

Result<qint64> paintInto(
    FileDevice& device, const PaperForm& form, const QString& title, const PaintPages& paint, const Conduct& conduct)
{
    QPdfWriter writer{&device};
    form.applyTo(writer);
    writer.setTitle(title);
    writer.setCreator(QStringLiteral("Satchel"));
    return paint(writer, conduct);
}

} // namespace

void PaperForm::applyTo(QPagedPaintDevice& device) const
{
    device.setPageLayout(QPageLayout{
        size, orientation, QMarginsF{PageMargin, PageMargin, PageMargin, PageMargin}, QPageLayout::Millimeter});
}

Result<qint64> savePdf(
    const QString& path, const PaperForm& form, const QString& title, const PaintPages& paint, const Conduct& conduct)
{
    auto file = AtomicFile::create(path);
    if (!file) {
        return fail(std::move(file).error());
    }
    std::stop_source stop;
    const std::stop_callback follow{conduct.stop, [&stop] { stop.request_stop(); }};
    FileDevice device{*file, stop};
    auto pages = paintInto(device, form, title, paint, Conduct{conduct.report, stop.get_token()});
    SATCHEL_TRY(device.finish());
    if (pages) {
        SATCHEL_TRY(file->commit());
    }
    return pages;
}

} // namespace satchel
