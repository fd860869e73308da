#include "DecisionBar.h"

#include "FlowLayout.h"
#include "PlainLabel.h"

#include <app/Words.h>

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace satchel {

namespace {

constexpr int ClockTick = 1000; // ms
constexpr qsizetype MostDevicesNamed = 5; // devices

struct RejectReason {
    ErrorCode code;
    const char* text;
};

// The codes by which people reject; the command line takes all of them.
constexpr std::array RejectReasons{
    RejectReason{ErrorCode::NotInInventory, QT_TRANSLATE_NOOP("satchel::DecisionBar", "not in the inventory")},
    RejectReason{ErrorCode::UntrustedIssuer, QT_TRANSLATE_NOOP("satchel::DecisionBar", "manufacturer not known")},
    RejectReason{ErrorCode::RequesterUnknown, QT_TRANSLATE_NOOP("satchel::DecisionBar", "nobody knows who asks")},
    RejectReason{ErrorCode::SerialMismatch, QT_TRANSLATE_NOOP("satchel::DecisionBar", "another serial number")},
    RejectReason{ErrorCode::RevokedCertificate, QT_TRANSLATE_NOOP("satchel::DecisionBar", "revoked")},
    RejectReason{ErrorCode::Expired, QT_TRANSLATE_NOOP("satchel::DecisionBar", "too old")},
};

QString releaseText(Standing standing)
{
    switch (standing) {
    case Standing::RequestAtSite:
        return DecisionBar::tr(
            "Released, it goes out with the next bundle, and older requests of its device are void.");
    case Standing::RequestAtBackend:
        return DecisionBar::tr("Released, it is handed over to the RA or the MASA.");
    case Standing::AnswerAtBackend:
        return DecisionBar::tr("Released, it goes back to its site with the next bundle.");
    case Standing::AnswerAtSite:
        return DecisionBar::tr("Released, it is handed over to the registrar.");
    }
    Q_UNREACHABLE();
}

QString rejectText(Standing standing)
{
    switch (standing) {
    case Standing::RequestAtSite:
        return DecisionBar::tr("Rejected, it is closed, and the registrar is told no; the device may ask anew.");
    case Standing::RequestAtBackend:
        return DecisionBar::tr("Rejected, its site is told no with the next bundle; the device may ask anew.");
    case Standing::AnswerAtBackend:
    case Standing::AnswerAtSite:
        return DecisionBar::tr("Rejected, it is put away for good; its request stays open.");
    }
    Q_UNREACHABLE();
}

// Each consequence once, however many items there are.
QString consequenceOf(const QList<Decidable::Entry>& items, QString (*textOf)(Standing))
{
    std::set<Standing> standings;
    for (const auto& item : items) {
        standings.insert(item.standing);
    }
    QStringList texts;
    for (const Standing standing : standings) {
        texts += textOf(standing);
    }
    return texts.join(QLatin1Char('\n'));
}

// Whom it is about. Of many the first, which is enough to see that it is about the wrong ones.
QString devicesOf(const QList<Decidable::Entry>& items)
{
    QStringList devices;
    for (const auto& item : items) {
        if (!item.device.isEmpty()) {
            devices += item.device;
        }
    }
    devices.removeDuplicates();
    if (devices.isEmpty()) {
        return {};
    }
    QString names = devices.first(std::min(devices.size(), MostDevicesNamed)).join(QStringLiteral(", "));
    if (devices.size() > MostDevicesNamed) {
        names += QStringLiteral(", …");
    }
    return DecisionBar::tr("%n device(s): %1", nullptr, static_cast<int>(devices.size())).arg(names)
        + QLatin1Char('\n');
}

} // namespace

DecisionBar::DecisionBar(QWidget* parent)
    : QWidget{parent}
    , m_reason{new QLineEdit}
    , m_code{new QComboBox}
    , m_release{new QPushButton{tr("&Release")}}
    , m_reject{new QPushButton{tr("Re&ject")}}
    , m_undo{new QPushButton{tr("&Undo"), this}}
    , m_now{new QPushButton{tr("Do it &now"), this}}
    , m_remark{selectableLabel(this)}
    , m_outcome{selectableLabel(this)}
    , m_offer{new QWidget{this}}
{
    m_reason->setObjectName(QStringLiteral("why"));
    m_code->setObjectName(QStringLiteral("code"));
    m_code->setAccessibleName(tr("Reason of a rejection, for the other side"));
    m_release->setObjectName(QStringLiteral("release"));
    m_reject->setObjectName(QStringLiteral("reject"));
    m_undo->setObjectName(QStringLiteral("undo"));
    m_now->setObjectName(QStringLiteral("now"));
    m_remark->setObjectName(QStringLiteral("decision"));
    for (const auto& [code, text] : RejectReasons) {
        m_code->addItem(tr(text), static_cast<int>(code));
    }
    auto* const why = new QLabel{tr("&Why, for the custody log:")};
    why->setBuddy(m_reason);
    auto* const offer = new FlowLayout{m_offer};
    offer->setContentsMargins({});
    offer->addWidget(why);
    offer->addWidget(m_reason);
    offer->addWidget(m_release);
    offer->addWidget(m_reject);
    offer->addWidget(m_code);
    auto* const waiting = new QHBoxLayout;
    waiting->addWidget(m_remark, 1);
    waiting->addWidget(m_undo);
    waiting->addWidget(m_now);
    auto* const column = new QVBoxLayout{this};
    column->setContentsMargins({});
    column->addWidget(m_offer);
    column->addLayout(waiting);
    column->addWidget(m_outcome);

    m_clock.setInterval(ClockTick);
    connect(&m_clock, &QTimer::timeout, this, &DecisionBar::countDown);
    connect(m_reason, &QLineEdit::textChanged, this, &DecisionBar::follow);
    connect(m_release, &QPushButton::clicked, this, [this] { decide(ItemDecision::Verb::Release); });
    connect(m_reject, &QPushButton::clicked, this, [this] { decide(ItemDecision::Verb::Reject); });
    connect(m_undo, &QPushButton::clicked, this, &DecisionBar::takeBack);
    connect(m_now, &QPushButton::clicked, this, &DecisionBar::carryOut);
    follow();
}

QString DecisionBar::remark() const
{
    return m_remark->text();
}

QString DecisionBar::outcome() const
{
    return m_outcome->text();
}

// What waits is not hurt by what is chosen next.
void DecisionBar::offer(const Decidable& decidable)
{
    m_decidable = decidable;
    if (!isWaiting()) {
        QStringList texts{
            consequenceOf(decidable.releasable, &releaseText), consequenceOf(decidable.rejectable, &rejectText)};
        texts.removeAll(QString{});
        m_remark->setText(texts.join(QLatin1Char('\n')));
    }
    follow();
}

void DecisionBar::tell(const QString& outcome)
{
    m_isBeingDone = false;
    m_outcome->setText(outcome);
    follow();
}

void DecisionBar::decide(ItemDecision::Verb verb)
{
    const bool releases = verb == ItemDecision::Verb::Release;
    const auto& items = releases ? m_decidable.releasable : m_decidable.rejectable;
    ItemDecision decision{verb, {}, m_reason->text().trimmed(), static_cast<ErrorCode>(m_code->currentData().toInt())};
    for (const auto& item : items) {
        decision.items += item.id.toString();
    }
    m_consequence = devicesOf(items) + consequenceOf(items, releases ? &releaseText : &rejectText);
    m_decision = decision;
    m_isWarned = false;
    m_outcome->clear();
    m_secondsLeft = m_secondsToUndo;
    m_clock.start();
    follow();
    m_undo->setFocus();
}

bool DecisionBar::warnOfClosing()
{
    const bool isNews = isWaiting() && !m_isWarned;
    if (isNews) {
        m_isWarned = true;
        follow();
        m_now->setFocus();
    }
    return isNews;
}

void DecisionBar::countDown()
{
    if (--m_secondsLeft <= 0) {
        carryOut();
    } else {
        follow();
    }
}

void DecisionBar::carryOut()
{
    if (!m_decision) {
        return;
    }
    m_clock.stop();
    const ItemDecision decision = *std::exchange(m_decision, std::nullopt);
    m_isBeingDone = true;
    m_reason->clear();
    m_remark->clear();
    m_outcome->setText(tr("It is being done…"));
    follow();
    Q_EMIT decided(decision);
}

void DecisionBar::takeBack()
{
    m_clock.stop();
    m_decision.reset();
    m_outcome->setText(tr("Taken back: nothing has changed."));
    offer(m_decidable);
    m_reason->setFocus();
}

void DecisionBar::follow()
{
    const bool waits = isWaiting();
    const bool isReasoned = !m_isBeingDone && !m_reason->text().trimmed().isEmpty();
    const bool isAny = !m_decidable.releasable.isEmpty() || !m_decidable.rejectable.isEmpty();
    m_offer->setVisible(isAny && !waits);
    m_release->setVisible(!m_decidable.releasable.isEmpty());
    m_release->setEnabled(isReasoned);
    m_reject->setVisible(!m_decidable.rejectable.isEmpty());
    m_reject->setEnabled(isReasoned);
    m_code->setVisible(!m_decidable.rejectable.isEmpty());
    m_undo->setVisible(waits);
    m_now->setVisible(waits);
    if (waits) {
        const auto count = static_cast<int>(m_decision->items.size());
        const QString what = m_decision->verb == ItemDecision::Verb::Release
            ? tr("%n item(s) will be released", nullptr, count)
            : tr("%n item(s) will be rejected", nullptr, count);
        const QString when = tr("in %n second(s)", nullptr, m_secondsLeft);
        const QString closing = m_isWarned
            ? markedWarning(tr("This is not done yet. Close the window once more, and it never will be."))
            : tr("If the window is closed before, nothing is decided.");
        m_remark->setText(QStringList{tr("%1 %2.").arg(what, when), closing, m_consequence}.join(QLatin1Char('\n')));
    }
    m_remark->setVisible(!m_remark->text().isEmpty());
    m_outcome->setVisible(!m_outcome->text().isEmpty());
    setVisible(isAny || waits || !m_outcome->text().isEmpty());
}

} // namespace satchel
