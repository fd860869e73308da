#include "KeyTable.h"

#include "FlowLayout.h"
#include "PlainLabel.h"
#include "SaveBar.h"
#include "WholeText.h"

#include <app/look/Icons.h>
#include <core/exchange/report/ReportTables.h>

#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QTableWidget>
#include <QVBoxLayout>

namespace satchel {

namespace {

enum Column { UseColumn, KeyColumn, CertificateColumn };

constexpr int KeyWidth = 28; // characters: the keys that were made here

const QString ColumnsKey = QStringLiteral("settings/keyColumns");

} // namespace

KeyTable::KeyTable(QWidget* parent)
    : QWidget{parent}
    , m_table{new QTableWidget{0, 3, this}}
    , m_choose{new QPushButton{tr("Choose a fi&le…"), this}}
    , m_addDecryption{new QPushButton{tr("Add a d&ecryption key"), this}}
    , m_addAuthority{new QPushButton{tr("Name a &registration authority"), this}}
    , m_remove{new QPushButton{tr("Remove this p&air"), this}}
{
    m_table->setObjectName(QStringLiteral("keys"));
    m_addDecryption->setObjectName(QStringLiteral("addDecryption"));
    m_addAuthority->setObjectName(QStringLiteral("addAuthority"));
    m_remove->setObjectName(QStringLiteral("removePair"));
    m_choose->setIcon(icon(Icon::Open));
    m_addDecryption->setIcon(icon(Icon::Add));
    m_addAuthority->setIcon(icon(Icon::Add));
    m_remove->setIcon(icon(Icon::Remove));
    m_table->setAccessibleName(tr("Keys of this station"));
    m_table->setHorizontalHeaderLabels({tr("Use"), tr("Key"), tr("Certificate")});
    m_table->verticalHeader()->setVisible(false);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setSectionResizeMode(UseColumn, QHeaderView::ResizeToContents);
    m_table->setColumnWidth(KeyColumn, KeyWidth * fontMetrics().averageCharWidth());
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setMinimumHeight(130);
    m_table->horizontalHeader()->restoreState(QSettings{}.value(ColumnsKey).toByteArray());
    WholeText::tellIn(*m_table);
    auto* const buttons = new FlowLayout;
    for (auto* const button : {m_choose, m_remove, m_addDecryption, m_addAuthority}) {
        buttons->addWidget(button);
    }
    auto* const column = new QVBoxLayout{this};
    column->setContentsMargins({});
    column->addWidget(plainLabel(this, 0.9,
        tr("Each by its file, counted from the station's folder, or by a URI. The signing key is the identity of the "
           "station and cannot be exchanged for another one, but it may move. Bundles are encrypted for the first "
           "decryption key; the others still open what was made for an older card.")));
    column->addWidget(m_table);
    column->addLayout(buttons);
    column->addWidget(makeSaving());

    connect(m_table, &QTableWidget::itemChanged, this, &KeyTable::changed);
    connect(m_table, &QTableWidget::currentCellChanged, this, &KeyTable::follow);
    connect(m_choose, &QPushButton::clicked, this,
        [this] { chooseFile(QFileDialog::getOpenFileName(this, tr("Key or certificate"))); });
    connect(m_addDecryption, &QPushButton::clicked, this, &KeyTable::addDecryption);
    connect(m_addAuthority, &QPushButton::clicked, this, &KeyTable::addAuthority);
    connect(m_remove, &QPushButton::clicked, this, &KeyTable::remove);
}

// As they stand here, also what is not saved yet as settings.
QWidget* KeyTable::makeSaving()
{
    auto* const save = new SaveBar{tr("Save the list of keys…"), tr("satchel-keys"), this};
    save->setObjectName(QStringLiteral("saveKeys"));
    save->offerTable([this] {
        Settings entered;
        fill(entered);
        return [entered](TableForm form, const QString& file, const Conduct& conduct) {
            return saveTable(keysTable(entered), form, file, conduct);
        };
    });
    return save;
}

void KeyTable::keepState() const
{
    QSettings{}.setValue(ColumnsKey, m_table->horizontalHeader()->saveState());
}

void KeyTable::show(const Settings& settings)
{
    const QSignalBlocker quiet{m_table};
    m_isBackend = settings.role == StationRole::Backend;
    m_table->setRowCount(0);
    insert(0, Use::Signing, settings.signing);
    for (const auto& pair : settings.decryption) {
        insert(m_table->rowCount(), Use::Decryption, pair);
    }
    if (settings.registrationAuthority) {
        insert(m_table->rowCount(), Use::RegistrationAuthority, *settings.registrationAuthority);
    }
    nameRows();
    follow();
}

void KeyTable::fill(Settings& settings) const
{
    settings.decryption.clear();
    settings.registrationAuthority.reset();
    for (int row = 0; row < m_table->rowCount(); ++row) {
        switch (useOf(row)) {
        case Use::Signing:
            settings.signing = pairOf(row);
            break;
        case Use::Decryption:
            settings.decryption += pairOf(row);
            break;
        case Use::RegistrationAuthority:
            settings.registrationAuthority = pairOf(row);
            break;
        }
    }
}

KeyTable::Use KeyTable::useOf(int row) const
{
    return static_cast<Use>(m_table->item(row, UseColumn)->data(Qt::UserRole).toInt());
}

Settings::KeyPair KeyTable::pairOf(int row) const
{
    return {m_table->item(row, KeyColumn)->text().trimmed(), m_table->item(row, CertificateColumn)->text().trimmed()};
}

int KeyTable::count(Use use) const
{
    int found = 0;
    for (int row = 0; row < m_table->rowCount(); ++row) {
        found += useOf(row) == use ? 1 : 0;
    }
    return found;
}

void KeyTable::insert(int row, Use use, const Settings::KeyPair& pair)
{
    m_table->insertRow(row);
    auto* const name = new QTableWidgetItem;
    name->setData(Qt::UserRole, static_cast<int>(use));
    name->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    m_table->setItem(row, UseColumn, name);
    m_table->setItem(row, KeyColumn, new QTableWidgetItem{pair.key});
    m_table->setItem(row, CertificateColumn, new QTableWidgetItem{pair.certificate});
}

void KeyTable::addDecryption()
{
    {
        const QSignalBlocker quiet{m_table};
        insert(1, Use::Decryption, {}); // becomes the current one
        nameRows();
    }
    m_table->setCurrentCell(1, KeyColumn);
    Q_EMIT changed();
}

void KeyTable::addAuthority()
{
    const int row = m_table->rowCount();
    {
        const QSignalBlocker quiet{m_table};
        insert(row, Use::RegistrationAuthority, {});
        nameRows();
    }
    m_table->setCurrentCell(row, KeyColumn);
    Q_EMIT changed();
}

void KeyTable::remove()
{
    {
        const QSignalBlocker quiet{m_table};
        m_table->removeRow(m_table->currentRow());
        nameRows();
    }
    follow();
    Q_EMIT changed();
}

void KeyTable::chooseFile(const QString& file)
{
    auto* const item = m_table->currentItem();
    if (item != nullptr && item->column() != UseColumn && !file.isEmpty()) {
        item->setText(file);
    }
}

void KeyTable::nameRows()
{
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const Use use = useOf(row);
        const QString name = use == Use::Signing ? tr("Signing")
            : use == Use::RegistrationAuthority  ? tr("Registration authority")
            : row == 1                           ? tr("Decryption, current")
                                                 : tr("Decryption, older");
        m_table->item(row, UseColumn)->setText(name);
    }
}

void KeyTable::follow()
{
    const int row = m_table->currentRow();
    const bool isChosen = row >= 0 && row < m_table->rowCount();
    const bool isAuthority = isChosen && useOf(row) == Use::RegistrationAuthority;
    const bool isSpare = isChosen && useOf(row) == Use::Decryption && count(Use::Decryption) > 1;
    m_remove->setEnabled(isAuthority || isSpare);
    m_choose->setEnabled(isChosen && m_table->currentColumn() != UseColumn);
    m_addDecryption->setEnabled(count(Use::Decryption) < Settings::MostDecryptionKeys);
    m_addAuthority->setVisible(m_isBackend);
    m_addAuthority->setEnabled(count(Use::RegistrationAuthority) == 0);
}

} // namespace satchel
