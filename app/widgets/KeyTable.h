#pragma once

#include <QWidget>

#include <core/station/Settings.h>

class QPushButton;
class QTableWidget;

namespace satchel {

// The keys that the settings name, a pair in each row: the signing key, the decryption keys with the current one first,
// and at a backend the registration authority's.
class KeyTable final : public QWidget {
    Q_OBJECT

public:
    explicit KeyTable(QWidget* parent = nullptr);

    void show(const Settings& settings);
    void fill(Settings& settings) const;
    void chooseFile(const QString& file); // for the chosen cell
    void keepState() const; // of the columns, for the next window

Q_SIGNALS:
    void changed();

private:
    enum class Use { Signing, Decryption, RegistrationAuthority };

    [[nodiscard]] Use useOf(int row) const;
    [[nodiscard]] Settings::KeyPair pairOf(int row) const;
    [[nodiscard]] int count(Use use) const;
    void insert(int row, Use use, const Settings::KeyPair& pair);
    void addDecryption();
    void addAuthority();
    void remove();
    void nameRows();
    [[nodiscard]] QWidget* makeSaving();
    void follow();

    QTableWidget* m_table;
    QPushButton* m_choose;
    QPushButton* m_addDecryption;
    QPushButton* m_addAuthority;
    QPushButton* m_remove;
    bool m_isBackend = false;
};

} // namespace satchel
