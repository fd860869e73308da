#include "MediaPicker.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace satchel {

namespace {

constexpr int MediaHeight = 150;

QString cardOf(const Volume& volume)
{
    const QLocale locale;
    QStringList facts{locale.formattedDataSize(volume.size)};
    if (volume.free) {
        facts += MediaPicker::tr("%1 free").arg(locale.formattedDataSize(*volume.free));
    }
    facts
        += {volume.fileSystem, volume.serial, volume.isMounted() ? volume.mountPoint() : MediaPicker::tr("not mounted"),
            volume.readOnly ? MediaPicker::tr("write-protected") : QString{}};
    facts.removeAll(QString{});
    return volumeTitle(volume) + QLatin1Char('\n') + facts.join(QStringLiteral(" · "));
}

} // namespace

MediaPicker::MediaPicker(const MediaAccess& access, QWidget* parent)
    : QWidget{parent}
    , m_monitor{access}
    , m_media{new QListWidget{this}}
    , m_folder{new QLineEdit{this}}
    , m_choose{new QPushButton{tr("&Choose…"), this}}
{
    auto* const above = new QLabel{tr("&Media that are plugged in:"), this};
    above->setBuddy(m_media);
    m_media->setObjectName(QStringLiteral("media"));
    m_media->setAccessibleName(tr("Media that are plugged in"));
    m_media->setMaximumHeight(MediaHeight);
    m_media->setSpacing(2);
    auto* const place = new QLabel{tr("or any &folder:"), this};
    place->setBuddy(m_folder);
    m_folder->setObjectName(QStringLiteral("folder"));
    auto* const row = new QHBoxLayout;
    row->addWidget(place);
    row->addWidget(m_folder, 1);
    row->addWidget(m_choose);
    auto* const column = new QVBoxLayout{this};
    column->setContentsMargins({});
    column->addWidget(above);
    column->addWidget(m_media);
    column->addLayout(row);

    connect(&m_monitor, &VolumeMonitor::changed, this, &MediaPicker::showMedia);
    connect(m_choose, &QPushButton::clicked, this, &MediaPicker::chooseFolder);
    connect(m_media, &QListWidget::itemSelectionChanged, this, [this] {
        if (volume()) {
            m_folder->clear();
        }
        Q_EMIT changed();
    });
    connect(m_folder, &QLineEdit::textChanged, this, [this](const QString& text) {
        if (!text.isEmpty()) {
            m_media->clearSelection();
        }
        Q_EMIT changed();
    });
}

std::optional<Volume> MediaPicker::volume() const
{
    const auto selected = m_media->selectedItems();
    if (selected.isEmpty()) {
        return std::nullopt;
    }
    const QString id = selected.first()->data(Qt::UserRole).toString();
    for (const auto& volume : m_monitor.volumes()) {
        if (volume.id == id) {
            return volume;
        }
    }
    return std::nullopt;
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
    const auto before = m_media->selectedItems();
    const QString chosen = before.isEmpty() ? QString{} : before.first()->data(Qt::UserRole).toString();
    const QSignalBlocker quiet{m_media};
    m_media->clear();
    for (const auto& volume : m_monitor.volumes()) {
        auto* const item = new QListWidgetItem{cardOf(volume), m_media};
        item->setData(Qt::UserRole, volume.id);
        item->setSelected(volume.id == chosen);
    }
    Q_EMIT changed();
}

void MediaPicker::chooseFolder()
{
    const auto chosen = QFileDialog::getExistingDirectory(this, tr("Folder"), m_folder->text());
    if (!chosen.isEmpty()) {
        m_folder->setText(chosen);
    }
}

} // namespace satchel
