//===- Flags.cpp - the flags of the command line --------------------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "driver/cli/Flags.h"

#include "checks/model/Interleaving.h"

#include "llvm/Config/llvm-config.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/WithColor.h"

using namespace racetidy;
namespace cl = llvm::cl;

static cl::OptionCategory Category("racetidy");
static cl::SubCommand
    ScanCommand("scan", "write what the functions of files do into a file, "
                        "for 'racetidy link'");
static cl::SubCommand
    LinkCommand("link", "find what files written by 'racetidy scan' tell "
                        "together");

static cl::SubCommand
    TestRulesCommand("test-rules", "run a rules file over example sources, "
                                   "with marks where it shall find something");
static cl::SubCommand ExplainCommand("explain",
                                     "tell what a check finds, and why");

// Which commands take a flag; linting has no name.
static const cl::sub InLint(cl::SubCommand::getTopLevel()), InScan(ScanCommand),
    InLink(LinkCommand), InTestRules(TestRulesCommand),
    InExplain(ExplainCommand);

static cl::list<std::string> Paths(cl::Positional, cl::desc("[FILE|FOLDER...]"),
                                   InLint, InScan, cl::cat(Category));
static cl::list<std::string> RuleFiles(cl::Positional,
                                       cl::desc("RULES [SOURCE...]"),
                                       InTestRules, cl::cat(Category));
static cl::list<std::string> Explained(cl::Positional, cl::desc("CHECK..."),
                                       InExplain, cl::cat(Category));
static cl::list<std::string> Summaries(cl::Positional, cl::desc("SUMMARY..."),
                                       InLink, cl::cat(Category));
static cl::opt<std::string> Output("o", cl::desc("the file to write"),
                                   cl::value_desc("file"), InScan,
                                   cl::cat(Category));
static cl::opt<bool> Dump("dump",
                          cl::desc("print what is scanned, for people to read"),
                          InScan, cl::cat(Category));
static cl::opt<bool>
    DumpGuards("dump-guards",
               cl::desc("print the locks that locations are believed to be "
                        "guarded by, instead of findings"),
               InLink, cl::cat(Category));
static cl::opt<bool>
    DumpAccesses("dump-accesses",
                 cl::desc("print how the lock is held at each access of them, "
                          "instead of findings"),
                 InLink, cl::cat(Category));
static cl::opt<std::string>
    BuildPath("p", cl::desc("folder of the compile database"),
              cl::value_desc("build"), InLint, InScan, cl::cat(Category));
static cl::opt<std::string>
    ConfigFile("config-file",
               cl::desc("rules file to use instead of the nearest "
                        ".racetidy.yaml above each source"),
               cl::value_desc("file"), InLint, InScan, InLink, InExplain,
               cl::cat(Category));
static cl::opt<std::string>
    Config("config", cl::desc("rules to use instead of a file's: YAML"),
           cl::value_desc("yaml"), InLint, InScan, InLink, InExplain,
           cl::cat(Category));
static cl::opt<bool>
    DumpConfig("dump-config",
               cl::desc("print the rules file of the first file, or of the "
                        "working folder, with what it extends"),
               InLint, cl::cat(Category));
static cl::opt<bool>
    VerifyConfig("verify-config",
                 cl::desc("look for mistakes in that rules file"), InLint,
                 cl::cat(Category));
static cl::opt<bool>
    ExplainConfig("explain-config",
                  cl::desc("tell which file and line says what of it"), InLint,
                  cl::cat(Category));
enum class Description { None, Schema, Reference };
static cl::opt<Description>
    DescribeRules("describe-rules",
                  cl::desc("print what may stand in rules files"),
                  cl::values(clEnumValN(Description::Schema, "schema",
                                        "as JSON schema, for editors"),
                             clEnumValN(Description::Reference, "reference",
                                        "as in docs/rules.md")),
                  cl::init(Description::None), InLint, cl::cat(Category));
static cl::opt<std::string>
    Checks("checks",
           cl::desc("globs of checks to switch on, or with '-' before them "
                    "off; added to those of the rules file"),
           cl::value_desc("globs"), InLint, InLink, cl::cat(Category));
static cl::opt<Confidence> MinConfidence(
    "min-confidence", cl::desc("show findings that are at least this sure"),
    cl::values(clEnumValN(Confidence::Low, "low",
                          "also what may well be meant"),
               clEnumValN(Confidence::Medium, "medium",
                          "the default, unless the rules file says"),
               clEnumValN(Confidence::High, "high", "only the surest")),
    cl::init(Confidence::Medium), InLint, InLink, cl::cat(Category));
static cl::opt<std::string>
    HeaderFilter("header-filter",
                 cl::desc("show findings in headers that match this regular "
                          "expression (default: all but system headers)"),
                 cl::value_desc("regex"), InLint, InLink, cl::cat(Category));
static cl::opt<std::string> ExcludeHeaderFilter(
    "exclude-header-filter",
    cl::desc("hide findings in headers that match this regular expression"),
    cl::value_desc("regex"), InLint, InLink, cl::cat(Category));
static cl::list<std::string>
    ExtraArgs("extra-arg", cl::desc("argument to add to every compile command"),
              cl::value_desc("arg"), InLint, InScan, cl::cat(Category));
static cl::list<std::string> ExtraArgsBefore(
    "extra-arg-before",
    cl::desc("argument to put before those of every compile command"),
    cl::value_desc("arg"), InLint, InScan, cl::cat(Category));
static cl::opt<unsigned>
    Workers("j", cl::desc("files to lint at once (0: one a processor)"),
            cl::value_desc("n"), cl::init(0), cl::Prefix, InLint, InScan,
            cl::cat(Category));

static cl::opt<OutputFormat> ReportFormat(
    "format", cl::desc("how to show findings"),
    cl::values(clEnumValN(OutputFormat::Text, "text", "clang's text"),
               clEnumValN(OutputFormat::Json, "json",
                          "one JSON document, see "
                          "docs/report-schema.json"),
               clEnumValN(OutputFormat::Sarif, "sarif",
                          "SARIF 2.1.0, for code scanning")),
    cl::init(OutputFormat::Text), InLint, InLink, cl::cat(Category));
enum class Listing { None, Text, Json };
static cl::opt<Listing> ListChecks(
    "list-checks", cl::desc("list the checks that are on, and do nothing else"),
    cl::ValueOptional,
    cl::values(clEnumValN(Listing::Text, "", "name and title"),
               clEnumValN(Listing::Json, "json",
                          "all checks with everything known of them")),
    cl::init(Listing::None), InLint, cl::cat(Category));
static cl::opt<std::string>
    BaselineFile("baseline", cl::desc("hide the findings that this file lists"),
                 cl::value_desc("file"), InLint, InLink, cl::cat(Category));
static cl::opt<bool>
    UpdateBaseline("update-baseline",
                   cl::desc("write the findings of this run into that file"),
                   InLint, cl::cat(Category));
static cl::opt<bool> PruneBaseline(
    "prune-baseline",
    cl::desc("take what is not found any more out of that file, add nothing"),
    InLint, cl::cat(Category));
static cl::opt<bool> AllowStaleBaseline(
    "allow-stale-baseline",
    cl::desc("don't fail where that file lists what is not found any more"),
    InLint, cl::cat(Category));
static cl::opt<bool> Fix("fix", cl::desc("apply the fix-its"), InLint,
                         cl::cat(Category));
static cl::opt<bool> Quiet("quiet", cl::desc("leave the summary away"), InLint,
                           InScan, InLink, InTestRules, cl::cat(Category));
static cl::alias QuietShort("q", cl::aliasopt(Quiet), cl::desc("--quiet"),
                            cl::cat(Category));
static cl::opt<bool>
    Verbose("verbose", cl::desc("also say what the analysis had to cut short"),
            InLint, InScan, InLink, cl::cat(Category));
static cl::alias VerboseShort("v", cl::aliasopt(Verbose), cl::desc("--verbose"),
                              cl::cat(Category));
static cl::opt<bool>
    Profile("profile",
            cl::desc("also say how much CPU time went into parsing and how "
                     "much into the analysis"),
            InLint, InScan, InLink, cl::cat(Category));
static cl::opt<cl::boolOrDefault>
    UseColour("use-color",
              cl::desc("colour the text (default: on a terminal, unless "
                       "NO_COLOR is set)"),
              InLint, InScan, InLink, cl::cat(Category));

static cl::extrahelp More(R"(
EXIT CODES
  0  no findings
  1  findings
  2  wrong usage, or a mistake in a rules file
  3  some files could not be linted; findings of the others are still shown

EXAMPLES
  racetidy -p build                  lint everything in build/compile_commands.json
  racetidy -p build src              ... below src
  racetidy counter.cpp -- -std=c++20
  racetidy scan src/a.cpp -p build -o a.summary
  racetidy link a.summary b.summary
  racetidy test-rules rules.yaml example.cpp
  racetidy explain race-vacuous-lock
)");

static void printVersion(llvm::raw_ostream &Out) {
  Out << "racetidy " << RACETIDY_VERSION << " (LLVM " << LLVM_VERSION_STRING
      << ")\n";
}

/// LLVM says "racetidy: Unknown command line argument '--x'.  Try: …" and, on a
/// line of its own, "racetidy: Did you mean '--y'?". One line is enough.
static std::string inOurWords(llvm::StringRef Problem,
                              llvm::StringRef Program) {
  std::string Text;
  while (!Problem.empty()) {
    auto [Line, Rest] = Problem.split('\n');
    Problem = Rest;
    Line.consume_front(llvm::sys::path::filename(Program));
    Line.consume_front(Program);
    Line.consume_front(":");
    Line = Line.split(".  Try:").first.trim();
    if (Line.empty())
      continue;
    Text += (Text.empty() ? "" : "; ") + Line.take_front().lower() +
            Line.drop_front().str();
  }
  return Text + (Text.ends_with("?") ? "" : "; see 'racetidy --help'");
}

/// LLVM takes the flags without a command also after one, where they would do
/// nothing. Returns one that is given and that \p Chosen does not take.
static cl::Option *strayFlag(cl::SubCommand &Chosen) {
  for (const auto &[Name, Flag] :
       cl::getRegisteredOptions(cl::SubCommand::getTopLevel()))
    if (Flag->getNumOccurrences() &&
        !Flag->Subs.contains(&cl::SubCommand::getAll()) &&
        !Flag->Subs.contains(&Chosen))
      return Flag;
  return nullptr;
}

static cl::SubCommand *const Commands[] = {&ScanCommand, &LinkCommand,
                                           &TestRulesCommand, &ExplainCommand};

std::optional<Flags> racetidy::parseFlags(int Argc, const char *const *Argv) {
  cl::HideUnrelatedOptions(Category);
  for (cl::SubCommand *Each : Commands)
    cl::HideUnrelatedOptions(Category, *Each);
  cl::SetVersionPrinter(printVersion);
  std::string Problem;
  llvm::raw_string_ostream ProblemStream(Problem);
  if (!cl::ParseCommandLineOptions(Argc, Argv,
                                   "finds race-prone patterns in C and C++\n",
                                   &ProblemStream)) {
    // A value that an option does not take LLVM has already complained of.
    if (Problem.empty())
      return std::nullopt;
    llvm::WithColor::error(llvm::errs(), "racetidy")
        << inOurWords(Problem, Argv[0]) << "\n";
    return std::nullopt;
  }

  for (cl::SubCommand *Chosen : Commands)
    if (cl::Option *Stray = *Chosen ? strayFlag(*Chosen) : nullptr) {
      llvm::WithColor::error(llvm::errs(), "racetidy")
          << "'racetidy " << Chosen->getName() << "' takes no '"
          << (Stray->ArgStr.size() > 1 ? "--" : "-") << Stray->ArgStr
          << "'; see 'racetidy " << Chosen->getName() << " --help'\n";
      return std::nullopt;
    }

  if (ConfigFile.getNumOccurrences() && Config.getNumOccurrences()) {
    llvm::WithColor::error(llvm::errs(), "racetidy")
        << "'--config' and '--config-file' both say which rules to use; give "
           "one of them\n";
    return std::nullopt;
  }

  for (cl::opt<bool> *Needs :
       {&UpdateBaseline, &PruneBaseline, &AllowStaleBaseline})
    if (*Needs && BaselineFile.empty()) {
      llvm::WithColor::error(llvm::errs(), "racetidy")
          << "'--" << Needs->ArgStr
          << "' needs '--baseline=<file>', which "
             "says which file is meant\n";
      return std::nullopt;
    }

  Flags F;
  if (ScanCommand)
    F.What = Command::Scan;
  if (LinkCommand)
    F.What = Command::Link;
  if (TestRulesCommand)
    F.What = Command::TestRules;
  if (ExplainCommand)
    F.What = Command::Explain;
  F.Paths = LinkCommand        ? Summaries
            : TestRulesCommand ? RuleFiles
            : ExplainCommand   ? Explained
                               : Paths;
  F.Output = Output;
  F.Dump = Dump;
  F.DumpGuards = DumpGuards;
  F.DumpAccesses = DumpAccesses;
  F.BuildPath = BuildPath;
  F.ConfigFile = ConfigFile;
  F.Config = Config;
  F.DumpConfig = DumpConfig;
  F.VerifyConfig = VerifyConfig;
  F.ExplainConfig = ExplainConfig;
  if (DescribeRules != Description::None)
    F.DescribeRules =
        DescribeRules == Description::Schema ? "schema" : "reference";
  F.Checks = Checks;
  if (MinConfidence.getNumOccurrences())
    F.MinConfidence = toString(MinConfidence);
  if (HeaderFilter.getNumOccurrences())
    F.HeaderFilter = HeaderFilter;
  if (ExcludeHeaderFilter.getNumOccurrences())
    F.ExcludeHeaderFilter = ExcludeHeaderFilter;
  F.ExtraArgs = ExtraArgs;
  F.ExtraArgsBefore = ExtraArgsBefore;
  F.Workers = Workers;
  F.ListChecks = ListChecks != Listing::None;
  F.ListChecksAsJson = ListChecks == Listing::Json;
  F.Format = ReportFormat;
  F.Baseline = BaselineFile;
  F.UpdateBaseline = UpdateBaseline;
  F.PruneBaseline = PruneBaseline;
  F.AllowStaleBaseline = AllowStaleBaseline;
  F.Fix = Fix;
  F.Quiet = Quiet;
  F.Verbose = Verbose;
  F.Profile = Profile;
  if (UseColour != cl::boolOrDefault::BOU_UNSET)
    F.Colour = UseColour == cl::boolOrDefault::BOU_TRUE;
  else if (llvm::sys::Process::GetEnv("NO_COLOR"))
    F.Colour = false;
  return F;
}
