#pragma once

#include <QWidget>

#include <core/base/Secret.h>
#include <core/station/Station.h>

class QFormLayout;
class QLabel;
class QLineEdit;
class QRadioButton;

namespace satchel {

// With which keys a station begins: new ones, or those that somebody has made for it, and the passphrase of both.
class KeyChoice final : public QWidget {
    Q_OBJECT

public:
    explicit KeyChoice(QWidget* parent = nullptr);

    // Into the wishes; a pair that is left empty is made new.
    void fill(StationInit& wishes) const;
    [[nodiscard]] Secret takePassphrase(); // the lines are empty afterwards
    [[nodiscard]] QString complaint() const; // why no station can be made with this; empty: one can

Q_SIGNALS:
    void changed();

private:
    struct PairLines {
        QLineEdit* key;
        QLineEdit* certificate;
    };

    [[nodiscard]] PairLines addPair(
        QFormLayout& form, const QString& key, const QString& certificate, const QString& name);
    [[nodiscard]] QLineEdit* addFile(QFormLayout& form, const QString& what, const QString& name);
    [[nodiscard]] bool makesKeys() const; // one pair at least
    void follow();

    QRadioButton* m_new;
    QRadioButton* m_given;
    QWidget* m_files;
    PairLines m_signing;
    PairLines m_decryption;
    QLineEdit* m_passphrase;
    QLineEdit* m_again;
    QLabel* m_againName;
};

} // namespace satchel
