#include "AnchorList.h"

#include "LocalFiles.h"
#include "FlowLayout.h"
#include "PlainLabel.h"
#include "SaveBar.h"
#include "WholeText.h"

#include <app/ErrorSentences.h>
#include <app/Wording.h>
#include <app/Words.h>
#include <app/look/Icons.h>
#include <core/exchange/report/ReportTables.h>
#include <core/exchange/session/Refusals.h>
#include <core/station/CertificatePem.h>

#include <QComboBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace satchel {

namespace {

constexpr std::array Uses{AnchorUse::Manufacturer, AnchorUse::Domain, AnchorUse::Masa};

QString useText(AnchorUse use)
{
    switch (use) {
    case AnchorUse::Manufacturer:
        return AnchorList::tr("manufacturer: who has made devices");
    case AnchorUse::Domain:
        return AnchorList::tr("domain: the operator's own certificates");
    case AnchorUse::Masa:
        return AnchorList::tr("MASA: who signs vouchers");
    }
    Q_UNREACHABLE();
}

// As a station's fingerprint is shown, to be compared in the same way.
QString groupedDigest(const Certificate& certificate)
{
    return groupedFingerprint(StationId::fromBytes(certificate.sha256().bytes()));
}

QString describe(const Anchor& anchor)
{
    return AnchorList::tr("%1\nvalid until %2\nSHA-256 %3")
        .arg(anchor.certificate.subject(), timeText(anchor.certificate.notAfter()), groupedDigest(anchor.certificate));
}

QStringList refusals(const AnchorsReport& report)
{
    QStringList lines;
    forEachRefusal(report.refused, [&lines](const Refusal& refusal) {
        lines += markedBad(AnchorList::tr("%1 was not taken: %2").arg(refusal.path, explained(refusal.error())));
    });
    return lines;
}

} // namespace

AnchorList::AnchorList(const StationView& station, QWidget* parent)
    : QWidget{parent}
    , m_station{station}
    , m_list{new QTreeWidget{this}}
    , m_details{selectableLabel(this)}
    , m_use{new QComboBox{this}}
    , m_add{new QPushButton{tr("Add certifi&cates…"), this}}
    , m_remove{new QPushButton{tr("Remo&ve"), this}}
    , m_putBack{new QPushButton{tr("Put bac&k what was removed"), this}}
    , m_remark{selectableLabel(this)}
{
    m_list->setObjectName(QStringLiteral("anchors"));
    m_use->setObjectName(QStringLiteral("anchorUse"));
    m_remove->setObjectName(QStringLiteral("removeAnchor"));
    m_add->setIcon(icon(Icon::Add));
    m_remove->setIcon(icon(Icon::Remove));
    m_putBack->setObjectName(QStringLiteral("putBackAnchor"));
    m_list->setHeaderLabels({tr("For"), tr("Whose"), tr("Valid until")});
    m_list->setAccessibleName(tr("Trust anchors"));
    m_list->setRootIsDecorated(false);
    WholeText::tellIn(*m_list);
    m_list->setMinimumHeight(120);
    m_list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    for (const auto use : Uses) {
        m_use->addItem(useText(use), static_cast<int>(use));
    }
    auto* const whatFor = new QLabel{tr("F&or:"), this};
    whatFor->setBuddy(m_use);
    auto* const adding = new FlowLayout;
    adding->addWidget(whatFor);
    adding->addWidget(m_use);
    adding->addWidget(m_add);
    auto* const removing = new FlowLayout;
    removing->addWidget(m_remove);
    removing->addWidget(m_putBack);
    auto* const column = new QVBoxLayout{this};
    column->setContentsMargins({});
    column->addWidget(plainLabel(this, 0.9,
        tr("Items are checked by these certificates; what none of them can check is held. Add files, PEM or DER, or "
           "drop them here, and compare the fingerprint with what their owner tells.")));
    column->addLayout(adding);
    column->addWidget(m_list);
    column->addWidget(m_details);
    column->addLayout(removing);
    column->addWidget(m_remark);
    column->addWidget(makeSaveBar());
    setAcceptDrops(true);

    connect(m_add, &QPushButton::clicked, this, &AnchorList::chooseFiles);
    connect(m_remove, &QPushButton::clicked, this, &AnchorList::remove);
    connect(m_putBack, &QPushButton::clicked, this, &AnchorList::putBack);
    connect(m_list, &QTreeWidget::itemSelectionChanged, this, &AnchorList::follow);
    follow();
}

SaveBar* AnchorList::makeSaveBar()
{
    auto* const save = new SaveBar{tr("Save the list…"), tr("satchel-trust-anchors"), this};
    save->setObjectName(QStringLiteral("saveAnchors"));
    save->offerTable([this] {
        return [anchors = m_anchors](TableForm form, const QString& file, const Conduct& conduct) {
            return saveTable(anchorsTable(anchors), form, file, conduct);
        };
    });
    return save;
}

QString AnchorList::remark() const
{
    return m_remark->text();
}

void AnchorList::show(const QList<Anchor>& anchors)
{
    const int before = m_list->indexOfTopLevelItem(m_list->currentItem());
    m_anchors = anchors;
    m_list->clear();
    for (const auto& anchor : anchors) {
        new QTreeWidgetItem{
            m_list, {useText(anchor.use), anchor.certificate.subject(), timeText(anchor.certificate.notAfter())}};
    }
    if (before >= 0 && before < anchors.size()) {
        m_list->setCurrentItem(m_list->topLevelItem(before));
    }
    follow();
}

void AnchorList::follow()
{
    const bool isFree = !m_thread.isRunning();
    const auto chosen = m_list->selectedItems();
    const int row = chosen.isEmpty() ? -1 : m_list->indexOfTopLevelItem(chosen.first());
    m_details->setText(row >= 0 ? describe(m_anchors[row]) : QString{});
    m_details->setVisible(row >= 0);
    m_add->setEnabled(isFree);
    m_remove->setEnabled(isFree && row >= 0);
    m_putBack->setVisible(m_removed.has_value());
    m_putBack->setEnabled(isFree);
}

void AnchorList::chooseFiles()
{
    add(QFileDialog::getOpenFileNames(
        this, tr("Certificates"), QString{}, tr("Certificates (*.pem *.crt *.cer *.der);;All files (*)")));
}

void AnchorList::add(const QStringList& files)
{
    if (files.isEmpty() || m_thread.isRunning()) {
        return;
    }
    const AnchorOrder order{static_cast<AnchorUse>(m_use->currentData().toInt()), files, {}};
    run(
        QStringLiteral("trust add"), [order](Session& session) { return addAnchors(session, order); },
        [this](const AnchorsReport& report) { tellAdded(report); });
}

void AnchorList::tellAdded(const AnchorsReport& report)
{
    QStringList lines;
    for (const auto& anchor : report.anchors) {
        lines += markedGood(tr("Trusted from now on: %1").arg(describe(anchor)));
    }
    lines += refusals(report);
    m_remark->setText(lines.join(QLatin1Char('\n')));
}

// The very one that is chosen, by its whole digest and its use.
void AnchorList::remove()
{
    const Anchor anchor = m_anchors[m_list->indexOfTopLevelItem(m_list->selectedItems().first())];
    run(
        QStringLiteral("trust remove"),
        [anchor](
            Session& session) { return removeAnchors(session, {anchor.certificate.sha256().toString()}, anchor.use); },
        [this, anchor](const AnchorsReport&) {
            m_removed = anchor;
            m_remark->setText(tr("No longer trusted: %1").arg(describe(anchor)));
        });
}

void AnchorList::putBack()
{
    AnchorOrder order{m_removed->use, {QStringLiteral("-")}, certificatePem(m_removed->certificate)};
    run(
        QStringLiteral("trust add"), [order](Session& session) { return addAnchors(session, order); },
        [this](const AnchorsReport& report) {
            m_removed.reset();
            tellAdded(report);
        });
}

void AnchorList::run(const QString& name, const Verb& verb, const std::function<void(const AnchorsReport&)>& done)
{
    m_thread.run<AnchorsReport>(
        [station = m_station, name, verb](const Conduct& conduct) {
            AnchorsReport report;
            auto session = station.forWriting(name, conduct.stop, StationView::Keys::NotNeeded);
            if (!session) {
                report.failure = std::move(session).error();
                return report;
            }
            return verb(*session);
        },
        [this, done](const AnchorsReport& report) {
            if (report.failure) {
                m_remark->setText(markedBad(wordingOf(*report.failure, Errand::Change).whole()));
            } else {
                done(report);
            }
            follow();
            Q_EMIT changed();
        });
    follow();
}

void AnchorList::dragEnterEvent(QDragEnterEvent* event)
{
    const auto files = localFiles(*event->mimeData());
    if (!files.isEmpty() && !std::any_of(files.begin(), files.end(), &isCard)) {
        event->acceptProposedAction();
    }
}

void AnchorList::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    add(localFiles(*event->mimeData()));
}

} // namespace satchel
