#include "PeerIntake.h"

#include "LocalFiles.h"
#include "FlowLayout.h"
#include "PlainLabel.h"
#include "ThumbSize.h"

#include <app/Wording.h>
#include <app/Words.h>
#include <core/base/File.h>
#include <core/exchange/station/Peering.h>

#include <QClipboard>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace satchel {

namespace {

constexpr qint64 LargestCard = 1024 * 1024;

// Whether it is a card, and of one who may be a peer of this station: before anybody picks up the telephone.
Result<Card> readPossiblePeer(const StationView& station, const Result<QByteArray>& bytes)
{
    auto card = bytes ? readCard(*bytes, {}) : fail(bytes.error());
    if (card) {
        SATCHEL_TRY(
            station.read([&card](const Session& session) { return session.station().requireCounterpart(*card); }));
    }
    return card;
}

} // namespace

PeerIntake::PeerIntake(const StationView& station, QWidget* parent)
    : QWidget{parent}
    , m_station{station}
    , m_open{new QPushButton{tr("&Open a card…"), this}}
    , m_paste{new QPushButton{tr("&Paste a card"), this}}
    , m_form{new QWidget{this}}
    , m_facts{selectableLabel(m_form)}
    , m_told{new QLineEdit{m_form}}
    , m_groups{plainLabel(m_form)}
    , m_alias{new QLineEdit{m_form}}
    , m_add{new QPushButton{tr("&Add this station"), m_form}}
    , m_discard{new QPushButton{tr("&Discard the card"), m_form}}
    , m_remark{selectableLabel(this)}
{
    m_open->setObjectName(QStringLiteral("openCard"));
    m_paste->setObjectName(QStringLiteral("pasteCard"));
    m_remark->setObjectName(QStringLiteral("peerRemark"));
    auto* const how = plainLabel(this, 1.0,
        tr("Another station is added by its card. Open it, drop it here, or paste it as it stands in a mail."));
    auto* const buttons = new FlowLayout;
    buttons->addWidget(m_open);
    buttons->addWidget(m_paste);
    auto* const column = new QVBoxLayout{this};
    column->setContentsMargins({});
    column->addWidget(how);
    column->addLayout(buttons);
    column->addWidget(makeForm());
    column->addWidget(m_remark);
    setAcceptDrops(true);

    connect(m_open, &QPushButton::clicked, this, &PeerIntake::chooseFile);
    connect(m_paste, &QPushButton::clicked, this, &PeerIntake::paste);
    connect(m_told, &QLineEdit::textChanged, this, &PeerIntake::compare);
    connect(m_add, &QPushButton::clicked, this, &PeerIntake::add);
    connect(m_discard, &QPushButton::clicked, this, [this] {
        discard();
        m_remark->setText(tr("Nothing was added."));
    });
    follow();
}

QWidget* PeerIntake::makeForm()
{
    m_told->setObjectName(QStringLiteral("told"));
    m_told->setPlaceholderText(tr("as the other side reads it out"));
    m_groups->setObjectName(QStringLiteral("groups"));
    m_groups->setVisible(false);
    m_alias->setObjectName(QStringLiteral("alias"));
    m_add->setObjectName(QStringLiteral("add"));
    fitThumb(*m_add);
    m_discard->setObjectName(QStringLiteral("discard"));
    auto* const buttons = new FlowLayout;
    buttons->addWidget(m_add);
    buttons->addWidget(m_discard);
    auto* const form = new QFormLayout{m_form};
    form->setContentsMargins({});
    form->addRow(tr("Card of:"), m_facts);
    form->addRow(tr("&Fingerprint:"), m_told);
    form->addRow(m_groups);
    form->addRow(tr("&Name here:"), m_alias);
    form->addRow(buttons);
    return m_form;
}

QString PeerIntake::remark() const
{
    return m_remark->text();
}

void PeerIntake::chooseFile()
{
    const auto file = QFileDialog::getOpenFileName(
        this, tr("A station's card"), QString{}, tr("Cards (*.satchel-card);;All files (*)"));
    if (!file.isEmpty()) {
        readCard(file);
    }
}

void PeerIntake::readCard(const QString& file)
{
    readFrom([file] { return readFile(file, LargestCard); });
}

void PeerIntake::paste()
{
    const auto* const copied = QGuiApplication::clipboard()->mimeData();
    if (copied == nullptr || !take(*copied)) {
        discard();
        m_remark->setText(markedBad(tr("There is no card on the clipboard.")));
        Q_EMIT cardRead();
    }
}

bool PeerIntake::take(const QMimeData& given)
{
    if (const auto files = localFiles(given); !files.isEmpty()) {
        readCard(files.first());
        return true;
    }
    if (given.hasText() && !given.text().trimmed().isEmpty()) {
        readFrom([text = given.text().toUtf8()]() -> Result<QByteArray> { return text; });
        return true;
    }
    return false;
}

void PeerIntake::dragEnterEvent(QDragEnterEvent* event)
{
    const auto& given = *event->mimeData();
    if (!localFiles(given).isEmpty() || (given.hasText() && !given.hasUrls())) {
        event->acceptProposedAction();
    }
}

void PeerIntake::dropEvent(QDropEvent* event)
{
    if (take(*event->mimeData())) {
        event->acceptProposedAction();
    }
}

void PeerIntake::readFrom(const Source& source)
{
    if (m_adding.isRunning()) {
        m_next = source; // this card is not discarded before it is added, nor that one with it
        return;
    }
    discard();
    m_reading.runNext<Result<Card>>(
        [station = m_station, source](const Conduct&) { return readPossiblePeer(station, source()); },
        [this](const Result<Card>& card) {
            show(card);
            Q_EMIT cardRead();
        });
}

void PeerIntake::show(const Result<Card>& card)
{
    const QString before = std::exchange(m_outcome, {});
    const auto tellAfter = [this, &before](const QString& text) {
        m_remark->setText(before.isEmpty() ? text : before + QLatin1Char('\n') + text);
    };
    if (!card) {
        tellAfter(markedBad(
            tr("This is no card that can be added: %1").arg(wordingOf(card.error(), Errand::Change).whole())));
        return;
    }
    m_card = *card;
    m_facts->setText(QStringLiteral("%1 (%2)").arg(card->facts().name, roleText(card->facts().role)));
    m_alias->setText(card->facts().name);
    tellAfter(
        tr("Call the other side, let them read out the fingerprint that their own window shows, and enter it. Only "
           "their card can have it."));
    follow();
    m_told->setFocus();
}

void PeerIntake::discard()
{
    m_card.reset();
    m_facts->clear();
    m_told->clear();
    m_alias->clear();
    m_remark->clear();
    follow();
}

// The fingerprint is never shown beside the field: what is shown gets copied instead of compared.
void PeerIntake::compare()
{
    follow();
    const bool isAny = m_card && !m_told->text().trimmed().isEmpty();
    const auto typed = isAny ? compareTyped(m_told->text(), m_card->station()) : TypedFingerprint{};
    showGroups(typed);
    if (!isAny) {
        return;
    }
    switch (typed.standing) {
    case TypedFingerprint::Standing::Same:
        m_remark->setText(markedGood(tr("The fingerprint is the card's.")));
        break;
    case TypedFingerprint::Standing::Another:
        m_remark->setText(markedBad(tr(
            "This is another fingerprint than the card's. Have the marked groups read out once more. If they stay as "
            "they are, the card is not from that station, or was exchanged on its way: do not use it.")));
        break;
    case TypedFingerprint::Standing::Incomplete:
    case TypedFingerprint::Standing::Malformed:
        m_remark->setText(typed.differing.isEmpty() || typed.standing == TypedFingerprint::Standing::Malformed
                ? tr("A fingerprint has 16 groups of four, of the digits 0 to 9 and the letters a to f.")
                : tr("The marked groups are not as on the card: look whether they were typed as they were read out."));
        break;
    }
}

// Only what was typed is shown again, never what it should be. A sign, because colour alone tells nothing to many, and
// in words for who does not see it.
void PeerIntake::showGroups(const TypedFingerprint& typed)
{
    QStringList shown;
    QStringList told;
    for (int i = 0; i < static_cast<int>(typed.groups.size()); ++i) {
        const bool differs = typed.differing.contains(i + 1);
        shown += differs ? markedBad(typed.groups[i]) : typed.groups[i];
        if (differs) {
            told += tr("Group %1, %2, differs.").arg(i + 1).arg(typed.groups[i]);
        }
    }
    m_groups->setText(shown.join(QStringLiteral("  ")));
    m_groups->setAccessibleName(told.join(QLatin1Char(' ')));
    m_told->setAccessibleDescription(m_groups->accessibleName());
    m_groups->setVisible(!told.isEmpty());
}

void PeerIntake::follow()
{
    const auto told = parseTypedFingerprint(m_told->text());
    m_form->setVisible(m_card.has_value());
    m_add->setEnabled(m_card && told && *told == m_card->station() && !m_adding.isRunning());
    m_discard->setEnabled(!m_adding.isRunning());
    m_open->setEnabled(!m_adding.isRunning());
    m_paste->setEnabled(!m_adding.isRunning());
}

// What became of the card before it stays said.
void PeerIntake::readNext()
{
    if (const auto next = std::exchange(m_next, {})) {
        const QString outcome = m_remark->text();
        readFrom(next);
        m_outcome = outcome;
    }
}

void PeerIntake::add()
{
    using Failure = std::optional<Error>;
    m_adding.run<Failure>(
        [station = m_station, card = *m_card, alias = m_alias->text().trimmed()](const Conduct& conduct) -> Failure {
            auto session = station.forWriting(QStringLiteral("peer add"), conduct.stop, StationView::Keys::NotNeeded);
            const auto added = session ? addPeer(*session, card, alias) : fail(session.error());
            return added ? Failure{} : Failure{added.error()};
        },
        [this, name = m_card->facts().name](const Failure& failure) {
            if (failure) {
                m_remark->setText(markedBad(wordingOf(*failure, Errand::Change).whole()));
            } else {
                discard();
                m_remark->setText(
                    markedGood(tr("%1 is known now: bundles can be made for it and taken from it.").arg(name)));
                Q_EMIT added();
            }
            follow();
            readNext();
        });
    follow();
}

} // namespace satchel
