#pragma once

#include <cli/CommandContext.h>

namespace satchel {

// What is read of a file that should be a card: far more than a card has, so that its reader says what is wrong with
// it.
inline constexpr qint64 LargestCardFile = 1024 * 1024;

// One per command: adds it to the command line. It parses its options, calls the verb, shows the report and returns
// its outcome; it decides nothing itself.
void addInitCommand(CLI::App& program, CommandContext& context);
void addCardCommand(CLI::App& program, CommandContext& context);
void addPeerCommand(CLI::App& program, CommandContext& context);
void addTrustCommand(CLI::App& program, CommandContext& context);
void addGatherCommand(CLI::App& program, CommandContext& context);
void addStatusCommand(CLI::App& program, CommandContext& context);
void addListCommand(CLI::App& program, CommandContext& context);
void addShowCommand(CLI::App& program, CommandContext& context);
void addBundlesCommand(CLI::App& program, CommandContext& context);
void addReleaseCommand(CLI::App& program, CommandContext& context);
void addRejectCommand(CLI::App& program, CommandContext& context);
void addExportCommand(CLI::App& program, CommandContext& context);
void addMediaCommand(CLI::App& program, CommandContext& context);
void addInspectCommand(CLI::App& program, CommandContext& context);
void addVerifyCommand(CLI::App& program, CommandContext& context);
void addImportCommand(CLI::App& program, CommandContext& context);
void addDeliverCommand(CLI::App& program, CommandContext& context);
void addReceiptCommand(CLI::App& program, CommandContext& context);
void addLogCommand(CLI::App& program, CommandContext& context);
void addIssueCommand(CLI::App& program, CommandContext& context);
void addStationCommand(CLI::App& program, CommandContext& context);
void addDoctorCommand(CLI::App& program, CommandContext& context);
void addDemoCommand(CLI::App& program, CommandContext& context);

} // namespace satchel
