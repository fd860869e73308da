#include "MediaPicker.h"

#include "PlainLabel.h"

#include <app/look/Icons.h>

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace satchel {

namespace {

constexpr int MostCards = 3; // that are seen at once
constexpr int CardMargin = 16;

// Three lines, each short: what it is called, how much it holds, what tells it from another of its kind.
QString cardOf(const Volume& volume)
{
    const QLocale locale;
    const QString dot = QStringLiteral(" · ");
    QStringList room{locale.formattedDataSize(volume.size)};
    if (volume.free) {
        room += MediaPicker::tr("%1 free").arg(locale.formattedDataSize(*volume.free));
    }
    if (!volume.fileSystem.isEmpty()) {
        room += volume.fileSystem;
    }
    if (volume.readOnly) {
        room += MediaPicker::tr("write-protected");
    }
    QStringList marks;
    if (!volume.serial.isEmpty()) {
        marks += MediaPicker::tr("serial number %1").arg(volume.serial);
    }
    marks += volume.isMounted() ? volume.mountPoint() : MediaPicker::tr("%1, not mounted").arg(volume.device);
    return volumeTitle(volume) + QLatin1Char('\n') + room.join(dot) + QLatin1Char('\n') + marks.join(dot);
}

// Letters that keep off the frame of the card.
class RoomyCards final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        return QStyledItemDelegate::sizeHint(option, index) + QSize{0, CardMargin};
    }
};

} // namespace

MediaPicker::MediaPicker(const MediaAccess& access, QWidget* parent)
    : QWidget{parent}
    , m_monitor{access}
    , m_media{new QListWidget{this}}
    , m_none{plainLabel(this, 1.0, tr("No medium is plugged in."))}
    , m_folder{new QLineEdit{this}}
    , m_choose{new QPushButton{tr("&Choose…"), this}}
{
    auto* const above = new QLabel{tr("&Media that are plugged in (one or several):"), this};
    above->setWordWrap(true);
    above->setBuddy(m_media);
    m_media->setObjectName(QStringLiteral("media"));
    m_media->setAccessibleName(tr("Media that are plugged in"));
    m_media->setSelectionMode(QAbstractItemView::MultiSelection); // a click each, with gloves on: no key to hold
    m_media->setSpacing(3);
    m_media->setWordWrap(true);
    m_media->setItemDelegate(new RoomyCards{m_media});
    m_media->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_none->setObjectName(QStringLiteral("noMedia"));
    auto* const place = new QLabel{tr("or any &folder:"), this};
    place->setBuddy(m_folder);
    m_folder->setObjectName(QStringLiteral("folder"));
    m_choose->setIcon(icon(Icon::Folder));
    auto* const row = new QHBoxLayout;
    row->addWidget(place);
    row->addWidget(m_folder, 1);
    row->addWidget(m_choose);
    auto* const column = new QVBoxLayout{this};
    column->setContentsMargins({});
    column->addWidget(above);
    column->addWidget(m_media);
    column->addWidget(m_none);
    column->addLayout(row);

    connect(&m_monitor, &VolumeMonitor::changed, this, &MediaPicker::showMedia);
    connect(m_choose, &QPushButton::clicked, this, &MediaPicker::chooseFolder);
    connect(m_media, &QListWidget::itemSelectionChanged, this, [this] {
        if (volume()) {
            m_folder->clear();
        }
        markChosen();
        Q_EMIT changed();
    });
    connect(m_folder, &QLineEdit::textChanged, this, [this](const QString& text) {
        if (!text.isEmpty()) {
            m_media->clearSelection();
        }
        Q_EMIT changed();
    });
    fitHeight();
}

QList<Volume> MediaPicker::volumes() const
{
    QList<Volume> chosen;
    for (int i = 0; i < m_media->count(); ++i) {
        const QString id = m_media->item(i)->data(Qt::UserRole).toString();
        const auto& known = m_monitor.volumes();
        const auto found
            = std::find_if(known.begin(), known.end(), [&id](const Volume& volume) { return volume.id == id; });
        if (m_media->item(i)->isSelected() && found != known.end()) {
            chosen += *found;
        }
    }
    return chosen;
}

std::optional<Volume> MediaPicker::volume() const
{
    const auto chosen = volumes();
    return chosen.isEmpty() ? std::nullopt : std::optional{chosen.first()};
}

QString MediaPicker::folder() const
{
    return m_folder->text().trimmed();
}

void MediaPicker::setFolder(const QString& folder)
{
    m_folder->setText(folder);
}

void MediaPicker::choose(const QString& volumeId)
{
    for (int i = 0; i < m_media->count(); ++i) {
        m_media->item(i)->setSelected(m_media->item(i)->data(Qt::UserRole).toString() == volumeId);
    }
}

// What was chosen stays chosen while it is there.
void MediaPicker::showMedia()
{
    QStringList chosen;
    for (const auto* const item : m_media->selectedItems()) {
        chosen += item->data(Qt::UserRole).toString();
    }
    const QString current
        = m_media->currentItem() != nullptr ? m_media->currentItem()->data(Qt::UserRole).toString() : QString{};
    {
        const QSignalBlocker quiet{m_media};
        m_media->clear();
        for (const auto& volume : m_monitor.volumes()) {
            auto* const item = new QListWidgetItem{cardOf(volume), m_media};
            item->setIcon(icon(volume.readOnly ? Icon::MediumLocked : Icon::Medium));
            item->setData(Qt::UserRole, volume.id);
            item->setSelected(chosen.contains(volume.id));
            if (volume.id == current) {
                m_media->setCurrentItem(item, QItemSelectionModel::NoUpdate);
            }
        }
    }
    markChosen();
    fitHeight();
    Q_EMIT changed();
}

// A mark, too: the colour of what is chosen tells nothing to many.
void MediaPicker::markChosen()
{
    const QSignalBlocker quiet{m_media};
    for (int i = 0; i < m_media->count(); ++i) {
        auto* const item = m_media->item(i);
        item->setFlags(item->flags() & ~Qt::ItemIsUserCheckable); // the selection alone says it
        item->setCheckState(item->isSelected() ? Qt::Checked : Qt::Unchecked);
    }
    m_media->viewport()->update();
}

void MediaPicker::fitHeight()
{
    const int cards = m_media->count();
    m_media->setVisible(cards > 0);
    m_none->setVisible(cards == 0);
    const int ofOne = cards > 0 ? m_media->sizeHintForRow(0) + 2 * m_media->spacing() : 0;
    m_media->setFixedHeight(std::min(cards, MostCards) * ofOne + 2 * m_media->frameWidth() + 2);
}

void MediaPicker::chooseFolder()
{
    const auto chosen = QFileDialog::getExistingDirectory(this, tr("Folder"), m_folder->text());
    if (!chosen.isEmpty()) {
        m_folder->setText(chosen);
    }
}

} // namespace satchel
