#include "OwnCard.h"

#include "FlowLayout.h"
#include "PlainLabel.h"
#include "QrCode.h"

#include <app/Wording.h>
#include <app/Words.h>
#include <app/look/Icons.h>

#include <core/station/StationId.h>

#include <QClipboard>
#include <QFileDialog>
#include <QFontDatabase>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>

namespace satchel {

namespace {

constexpr qsizetype GroupsOfALine = 4; // read out without losing one's place

QString inLines(const QString& grouped)
{
    const auto groups = grouped.split(QLatin1Char(' '));
    QStringList lines;
    for (qsizetype i = 0; i < groups.size(); i += GroupsOfALine) {
        lines += groups.mid(i, GroupsOfALine).join(QStringLiteral("  "));
    }
    return lines.join(QLatin1Char('\n'));
}

// A station's name may hold what a file's may not, on the file systems that sticks have.
QString fileNameOf(const QString& station)
{
    static const QRegularExpression unfit{QStringLiteral("[\\\\/:*?\"<>|.]+|\\s+")};
    return QString{station}.replace(unfit, QStringLiteral("-")) + QStringLiteral(".satchel-card");
}

Result<CardReport> makeCard(const StationView& station, const QString& file, const std::stop_token& stop)
{
    auto session = station.forWriting(QStringLiteral("card"), stop);
    if (!session) {
        return fail(std::move(session).error());
    }
    return file.isEmpty() ? ownCard(*session) : writeOwnCard(*session, file);
}

} // namespace

OwnCard::OwnCard(const StationView& station, QWidget* parent)
    : QWidget{parent}
    , m_station{station}
    , m_fingerprint{selectableLabel(this, 1.2)}
    , m_code{new QrCode{this}}
    , m_save{new QPushButton{tr("&Save the card…"), this}}
    , m_copy{new QPushButton{tr("&Copy the card as text"), this}}
    , m_remark{selectableLabel(this)}
{
    auto* const heading
        = plainLabel(this, 1.0, tr("The fingerprint of this station, to be read out to the other side:"));
    auto font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(m_fingerprint->font().pointSizeF());
    m_fingerprint->setFont(font);
    m_fingerprint->setObjectName(QStringLiteral("ownFingerprint"));
    m_fingerprint->setAccessibleName(tr("Fingerprint of this station"));
    m_fingerprint->setWordWrap(false);
    m_code->setAccessibleName(tr("Fingerprint of this station as a QR code"));
    m_save->setObjectName(QStringLiteral("saveCard"));
    m_copy->setObjectName(QStringLiteral("copyCard"));
    m_copy->setIcon(icon(Icon::Copy));
    m_remark->setObjectName(QStringLiteral("ownRemark"));
    auto* const buttons = new FlowLayout;
    buttons->addWidget(m_save);
    buttons->addWidget(m_copy);
    auto* const grid = new QGridLayout{this};
    grid->setContentsMargins({});
    grid->setColumnStretch(1, 1);
    grid->addWidget(m_code, 0, 0, 4, 1, Qt::AlignTop);
    grid->addWidget(heading, 0, 1);
    grid->addWidget(m_fingerprint, 1, 1, Qt::AlignLeft);
    grid->addLayout(buttons, 2, 1);
    grid->addWidget(m_remark, 3, 1);
    grid->setRowStretch(3, 1);

    connect(m_save, &QPushButton::clicked, this, &OwnCard::save);
    connect(m_copy, &QPushButton::clicked, this, &OwnCard::copy);
    m_save->setEnabled(false);
    m_copy->setEnabled(false);
}

void OwnCard::show(const StationId& id, const QString& name)
{
    const QString grouped = groupedFingerprint(id);
    m_name = name;
    m_fingerprint->setText(inLines(grouped));
    m_code->setContent(grouped.toLatin1());
    m_save->setEnabled(!m_thread.isRunning());
    m_copy->setEnabled(!m_thread.isRunning());
}

QString OwnCard::fingerprint() const
{
    return m_fingerprint->text();
}

QString OwnCard::remark() const
{
    return m_remark->text();
}

void OwnCard::save()
{
    const auto file = QFileDialog::getSaveFileName(
        this, tr("Save the card of this station"), fileNameOf(m_name), tr("Cards (*.satchel-card)"));
    if (!file.isEmpty()) {
        saveTo(file);
    }
}

void OwnCard::saveTo(const QString& file)
{
    sign(file, [this](const CardReport& report) {
        m_remark->setText(markedGood(
            tr("Saved as %1. Take it to the other station; eject the medium before you pull it.").arg(report.path)));
    });
}

void OwnCard::copy()
{
    sign({}, [this](const CardReport& report) {
        QGuiApplication::clipboard()->setText(QString::fromLatin1(cardBytesAs(CardForm::Text, report.card)));
        m_remark->setText(
            markedGood(tr("The card is on the clipboard as text. Paste it into a mail to the other side.")));
    });
}

void OwnCard::sign(const QString& file, const std::function<void(const CardReport&)>& use)
{
    m_save->setEnabled(false);
    m_copy->setEnabled(false);
    m_remark->clear();
    m_thread.run<Made>(
        [station = m_station, file](const Conduct& conduct) { return makeCard(station, file, conduct.stop); },
        [this, use](const Made& made) {
            m_save->setEnabled(true);
            m_copy->setEnabled(true);
            if (made) {
                use(*made);
            } else {
                m_remark->setText(
                    markedBad(tr("The card was not made: %1").arg(wordingOf(made.error(), Errand::Save).whole())));
            }
            Q_EMIT done();
        });
}

} // namespace satchel
