#pragma once

#include <QTimer>
#include <QWidget>

#include <core/exchange/station/Decide.h>

#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace satchel {

// What a person has decided of some items.
struct ItemDecision {
    enum class Verb { Release, Reject };

    Verb verb = Verb::Release;
    QStringList items; // ids
    QString text; // why
    ErrorCode code = ErrorCode::Held; // of a rejection
};

// Offers what may be decided of the chosen items, says what comes of it, and waits some seconds before it is done: the
// ledger knows no way back, so that the way back is here. Whoever closes the window in these seconds has decided
// nothing.
class DecisionBar final : public QWidget {
    Q_OBJECT

public:
    explicit DecisionBar(QWidget* parent = nullptr);

    void offer(const Decidable& decidable);
    void offerNothing() { offer({}); }
    void tell(const QString& outcome); // of the last decision, and there until the next; before it nothing is decided
    [[nodiscard]] const Decidable& offered() const { return m_decidable; }
    [[nodiscard]] bool isWaiting() const { return m_decision.has_value(); }
    // For who is about to close the window: whether something waits of which was not said yet that it would not be
    // done. That is said then.
    [[nodiscard]] bool warnOfClosing();
    [[nodiscard]] QString remark() const; // what would come of it, or will
    [[nodiscard]] QString outcome() const;
    void setSecondsToUndo(int seconds) { m_secondsToUndo = seconds; }

Q_SIGNALS:
    void decided(const satchel::ItemDecision& decision); // and nobody took it back

private:
    void decide(ItemDecision::Verb verb);
    void countDown();
    void carryOut();
    void takeBack();
    void follow();

    Decidable m_decidable;
    std::optional<ItemDecision> m_decision; // that waits
    bool m_isBeingDone = false; // what was decided, until its outcome is told
    QString m_consequence; // of it, and for whom
    bool m_isWarned = false; // of closing the window before it is done
    int m_secondsToUndo = 10;
    int m_secondsLeft = 0;
    QTimer m_clock;
    QLineEdit* m_reason;
    QComboBox* m_code;
    QPushButton* m_release;
    QPushButton* m_reject;
    QPushButton* m_undo;
    QPushButton* m_now;
    QLabel* m_remark;
    QLabel* m_outcome;
    QWidget* m_offer;
};

} // namespace satchel
