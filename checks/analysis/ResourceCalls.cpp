//===- ResourceCalls.cpp - calls that read and write resources ------------===//
//
// Part of racetidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "checks/analysis/ResourceCalls.h"

#include "checks/analysis/AtomicOperations.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace racetidy;

/// Whether \p Call has one of \p Names among its arguments.
static bool mentions(const ResourceCall &Call,
                     const std::vector<std::string> &Names) {
  return llvm::any_of(Call.Arguments, [&](const Expr *Arg) {
    if (isa<CXXDefaultArgExpr>(Arg))
      return false;
    const auto *T = Arg->getType().getNonReferenceType()->getAsTagDecl();
    return mentionsOneOf(*Arg, Call.Callee->getASTContext(), Names) ||
           (T && llvm::is_contained(Names, userName(*T)));
  });
}

bool ResourceCall::isValue(unsigned Number) const {
  int I = Number;
  return I != Key && I != KeyPart && I != Rule->Store &&
         Arguments[Number] != Handle &&
         (I != Rule->Text || Effect == ResourceEffect::Bind ||
          Effect == ResourceEffect::Run);
}

/// The first argument whose parameter has the type \p Name.
static int argumentOfType(const FunctionDecl &F, const std::string &Name) {
  for (const ParmVarDecl *P : F.parameters()) {
    QualType T = P->getType().getNonReferenceType();
    if (T->isPointerType())
      T = T->getPointeeType();
    if (const auto *R = T->getAsTagDecl(); R && userName(*R) == Name)
      return P->getFunctionScopeIndex();
  }
  return ResourceRule::None;
}

std::optional<ResourceCall> racetidy::resourceCall(const Expr &E,
                                                   RuleIndex &Rules) {
  ResourceCall Call;
  Call.Node = &E;
  if (const auto *C = dyn_cast<CallExpr>(&E)) {
    Call.Callee = C->getDirectCallee();
    Call.Arguments = {C->getArgs(), C->getNumArgs()};
    if (const auto *M = dyn_cast<CXXMemberCallExpr>(C)) {
      Call.Object = M->getImplicitObjectArgument();
    } else if (isa<CXXOperatorCallExpr>(C) && C->getNumArgs() > 0) {
      // Also of a free operator: 'out << n'.
      Call.Object = C->getArg(0);
      Call.Arguments = Call.Arguments.drop_front();
    }
  } else if (const auto *C = dyn_cast<CXXConstructExpr>(&E)) {
    Call.Callee = C->getConstructor();
    Call.Arguments = {C->getArgs(), C->getNumArgs()};
  }
  if (!Call.Callee)
    return std::nullopt;
  for (auto [Rule, Effect] : Rules.resources(*Call.Callee)) {
    if (!Rule->With.empty() && !mentions(Call, Rule->With))
      continue;
    Call.Rule = Rule;
    Call.Effect = Effect;
    break;
  }
  if (!Call.Rule)
    return std::nullopt;
  const ResourceRule &Rule = *Call.Rule;
  auto Argument = [&](int Number) -> const Expr * {
    return Number >= 0 && static_cast<size_t>(Number) < Call.Arguments.size()
               ? Call.Arguments[Number]
               : nullptr;
  };
  Call.Key = Rule.KeyType.empty() ? Rule.Key
                                  : argumentOfType(*Call.Callee, Rule.KeyType);
  if (!Rule.PartType.empty())
    Call.KeyPart = argumentOfType(*Call.Callee, Rule.PartType);
  switch (Call.Effect) {
  case ResourceEffect::Prepare:
  case ResourceEffect::Open:
    Call.Makes = true;
    Call.Handle = Rule.Handle == ResourceRule::Result   ? &E
                  : Rule.Handle == ResourceRule::Object ? Call.Object
                                                        : Argument(Rule.Handle);
    // The object of a constructor is what it makes.
    if (!Call.Handle && isa<CXXConstructExpr>(E))
      Call.Handle = &E;
    break;
  case ResourceEffect::Bind:
  case ResourceEffect::Run:
    Call.Handle =
        Call.Object ? Call.Object : Argument(std::max(Rule.Handle, 0));
    break;
  case ResourceEffect::Execute:
    // 'query.exec()' runs what was prepared.
    if (!Argument(Rule.Text)) {
      Call.Effect = ResourceEffect::Run;
      Call.Handle = Call.Object ? Call.Object : Argument(0);
    } else if (Rule.Handle == ResourceRule::Object) {
      Call.Handle = Call.Object;
    }
    break;
  case ResourceEffect::Read:
    // 'in.open(name)': what is read comes through the object.
    if (Rule.Handle == ResourceRule::Object)
      Call.Handle = Call.Object;
    break;
  default:
    break;
  }
  return Call;
}

namespace {

/// Writes an expression down so that equal texts are equal values, as long as
/// the entities that were met are not changed.
class KeyWriter {
public:
  explicit KeyWriter(PathBuilder &Paths) : Paths(Paths) {}

  /// False where two evaluations may differ.
  bool write(const Expr *E);

  std::string Text;
  llvm::SmallVector<EntityId, 2> Reads;

private:
  bool list(ArrayRef<const Expr *> Args) {
    for (const Expr *A : Args) {
      Text += ",";
      if (!isa<CXXDefaultArgExpr>(A) && !write(A))
        return false;
    }
    return true;
  }

  PathBuilder &Paths;
  unsigned Depth = 0;
};

} // namespace

bool KeyWriter::write(const Expr *E) {
  if (Depth > 12)
    return false;
  ++Depth;
  struct Leave {
    unsigned &D;
    ~Leave() { --D; }
  } Guard{Depth};
  E = E->IgnoreImplicit()->IgnoreParenCasts();
  if (const auto *Init = dyn_cast<InitListExpr>(E))
    return Init->getNumInits() == 1 && write(Init->getInit(0));
  // 'Slice(k)', 'std::string(k)' and their conversions are the same key.
  if (const auto *C = dyn_cast<CXXConstructExpr>(E)) {
    ArrayRef<const Expr *> Args(C->getArgs(), C->getNumArgs());
    while (!Args.empty() && isa<CXXDefaultArgExpr>(Args.back()))
      Args = Args.drop_back();
    if (Args.size() == 1)
      return write(Args[0]);
    Text += "(";
    bool Ok = list(Args);
    Text += ")";
    return Ok;
  }
  if (const auto *S = dyn_cast<StringLiteral>(E)) {
    Text += "\"" + S->getBytes().str() + "\"";
    return true;
  }
  if (const auto *U = dyn_cast<UnaryOperator>(E);
      U && (U->getOpcode() == UO_AddrOf || U->getOpcode() == UO_Minus)) {
    return write(U->getSubExpr());
  }
  if (const auto *I = dyn_cast<IntegerLiteral>(E)) {
    Text += std::to_string(I->getValue().getLimitedValue());
    return true;
  }
  if (auto Path = Paths.path(E)) {
    Text += "#" + std::to_string(static_cast<int>(Path->kind())) + "." +
            std::to_string(Path->root());
    Reads.push_back(Path->root());
    for (PathStep S : Path->steps()) {
      Text += "." + std::to_string(S.K) + ":" + std::to_string(S.Id);
      if (S.K == PathStep::Field)
        Reads.push_back(S.Id);
    }
    return true;
  }
  if (const auto *Call = dyn_cast<CallExpr>(E)) {
    const FunctionDecl *F = Call->getDirectCallee();
    if (!F)
      return false;
    ArrayRef<const Expr *> Args(Call->getArgs(), Call->getNumArgs());
    Text += "@" + userName(*F);
    if (const auto *M = dyn_cast<CXXMemberCallExpr>(Call)) {
      if (!M->getMethodDecl() || !M->getMethodDecl()->isConst() ||
          !write(M->getImplicitObjectArgument()))
        return false;
    } else if (Args.empty()) {
      // 'nextId()' differs every time.
      return false;
    }
    return list(Args);
  }
  if (const auto *B = dyn_cast<BinaryOperator>(E)) {
    if (B->isAssignmentOp())
      return false;
    Text += "(";
    if (!write(B->getLHS()))
      return false;
    Text += B->getOpcodeStr().str();
    return write(B->getRHS());
  }
  return false;
}

/// \p E as the source has it; empty where that is long or made by a macro.
static std::string sourceText(const Expr *E, const ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  SourceRange Tokens = E->getSourceRange();
  // What a macro is given stands where it is used.
  if (SM.isMacroArgExpansion(Tokens.getBegin()) &&
      SM.isMacroArgExpansion(Tokens.getEnd()))
    Tokens = {SM.getSpellingLoc(Tokens.getBegin()),
              SM.getSpellingLoc(Tokens.getEnd())};
  CharSourceRange Range = Lexer::makeFileCharRange(
      CharSourceRange::getTokenRange(Tokens), SM, Context.getLangOpts());
  StringRef Text = Lexer::getSourceText(Range, SM, Context.getLangOpts());
  Text.consume_front("&");
  if (Text.size() > 1 && Text.front() == '"' &&
      Text.drop_front().find('"') == Text.size() - 2)
    Text = Text.drop_front().drop_back();
  return Text.size() <= 60 && !Text.contains('\n') ? Text.str() : "";
}

std::optional<AccessPath> racetidy::pathOf(ResourceCall &Call,
                                           PathBuilder &Paths) {
  const ResourceRule &Rule = *Call.Rule;
  const ASTContext &Context = Call.Callee->getASTContext();
  std::optional<AccessPath> Store;
  const Expr *Named = nullptr;
  if (Rule.Store == ResourceRule::Object)
    Named = Call.Object;
  else if (Rule.Store >= 0 &&
           static_cast<size_t>(Rule.Store) < Call.Arguments.size())
    Named = Call.Arguments[Rule.Store];
  if (Named) {
    Store = Named->getType()->isAnyPointerType() ? Paths.pointee(Named)
                                                 : Paths.path(Named);
    // A store that a call gives: 'store().get(k)' is the same each time.
    KeyWriter Writer(Paths);
    if (!Store)
      if (const auto *C = dyn_cast<CallExpr>(Named->IgnoreParenImpCasts());
          C && C->getDirectCallee()) {
        Store =
            AccessPath(RootKind::Static, Paths.entity(C->getDirectCallee()));
        if (auto Method = methodCall(*C);
            Method && Writer.write(Method->Object))
          Store = Paths.element(Store, Writer.Text, Writer.Reads);
      }
  } else if (Rule.Store == ResourceRule::None ||
             Rule.Store == ResourceRule::Unknown) {
    Store = AccessPath(RootKind::Static, 0);
  }
  if (!Store)
    return std::nullopt;
  if (Call.Part)
    Store = Store->with(PathStep::Field, Paths.entity(Call.Part));

  KeyWriter Writer(Paths);
  if (Call.Statement) {
    if (Call.Statement->Subject.empty())
      return std::nullopt;
    Writer.Text = "text " + Call.Statement->Subject;
    Call.KeyText = Call.Statement->Subject;
    // 'GET user:%s': the key is also what is put in.
    if (!Rule.Commands.empty() && StringRef(Writer.Text).contains('%')) {
      for (unsigned I = Rule.Text + 1, N = 0; I < Call.Arguments.size(); ++I)
        if (N++ < StringRef(Writer.Text).count('%'))
          if (Writer.Text += ","; !Writer.write(Call.Arguments[I]))
            return std::nullopt;
      // The name of the value that makes the whole key.
      if (StringRef(Call.KeyText).starts_with("%") &&
          static_cast<size_t>(Rule.Text + 1) < Call.Arguments.size())
        Call.KeyText = sourceText(Call.Arguments[Rule.Text + 1], Context);
    }
  } else if (Call.Key >= 0 &&
             static_cast<size_t>(Call.Key) < Call.Arguments.size()) {
    const Expr *Key = Call.Arguments[Call.Key];
    Writer.Text = "key ";
    if (!Writer.write(Key))
      return std::nullopt;
    if (Call.KeyPart >= 0 &&
        static_cast<size_t>(Call.KeyPart) < Call.Arguments.size()) {
      Writer.Text += " of ";
      if (!Writer.write(Call.Arguments[Call.KeyPart]))
        return std::nullopt;
    }
    Call.KeyText = sourceText(Key->IgnoreParens(), Context);
  } else if (Rule.Key != ResourceRule::None || !Rule.KeyType.empty()) {
    return std::nullopt;
  }
  if (Call.Part)
    Call.KeyText = Call.Part->getNameAsString();
  return Paths.element(Store, Writer.Text, Writer.Reads);
}

bool racetidy::mayBeSame(const AccessPath &A, const ResourceRule &OfA,
                         const AccessPath &B, const ResourceRule &OfB) {
  if (A == B)
    return true;
  bool Unknown =
      OfA.Store == ResourceRule::Unknown || OfB.Store == ResourceRule::Unknown;
  return Unknown && OfA.Name == OfB.Name &&
         A.steps().back() == B.steps().back();
}

std::optional<std::string> TextFinder::text(const Expr *E) {
  Known = false;
  std::string Text = build(E, 0);
  return Known ? std::optional(Text) : std::nullopt;
}

std::string TextFinder::build(const Expr *E, unsigned Depth) {
  static const char *const Unknown = "?";
  if (!E || Depth > 16)
    return Unknown;
  E = E->IgnoreImplicit()->IgnoreParenCasts();
  if (const auto *S = dyn_cast<StringLiteral>(E)) {
    Known = true;
    if (S->getCharByteWidth() == 1)
      return S->getBytes().str();
    // Qt and Windows write in 16 bits; statements are ASCII where it matters.
    std::string Text;
    for (unsigned I = 0; I < S->getLength(); ++I)
      Text += static_cast<char>(S->getCodeUnit(I) & 0x7f);
    return Text;
  }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
    return V ? variable(V, E, Depth + 1) : Unknown;
  }
  if (const auto *C = dyn_cast<CXXConstructExpr>(E))
    return C->getNumArgs() >= 1 ? build(C->getArg(0), Depth + 1) : "";
  if (const auto *M = dyn_cast<CXXMemberCallExpr>(E)) {
    // 'text.c_str()', 'QString("…").arg(n)': what stands in front.
    return build(M->getImplicitObjectArgument(), Depth + 1);
  }
  if (const auto *C = dyn_cast<CXXOperatorCallExpr>(E)) {
    if (C->getOperator() == OO_Plus && C->getNumArgs() == 2)
      return build(C->getArg(0), Depth + 1) + build(C->getArg(1), Depth + 1);
    return Unknown;
  }
  if (const auto *C = dyn_cast<CallExpr>(E)) {
    // 'format("… {} …", n)', 'absl::StrCat("…", n, "…")'.
    std::string Text;
    bool Any = false;
    for (const Expr *Arg : C->arguments()) {
      const Expr *Plain = Arg->IgnoreImplicit()->IgnoreParenCasts();
      if (const auto *Made = dyn_cast<CXXConstructExpr>(Plain);
          Made && Made->getNumArgs() >= 1)
        Plain = Made->getArg(0)->IgnoreImplicit()->IgnoreParenCasts();
      Any |= isa<StringLiteral>(Plain);
      Text += isa<StringLiteral>(Plain) ? build(Plain, Depth + 1) : Unknown;
    }
    return Any ? Text : Unknown;
  }
  return Unknown;
}

/// Of 'out << a << b' the first operand.
static const Expr *streamOf(const CXXOperatorCallExpr *O) {
  const Expr *First = O->getArg(0)->IgnoreParenImpCasts();
  while (const auto *Inner = dyn_cast<CXXOperatorCallExpr>(First)) {
    if (Inner->getOperator() != OO_LessLess)
      break;
    First = Inner->getArg(0)->IgnoreParenImpCasts();
  }
  return First;
}

/// The text of the variable \p V where \p At stands: of the last assignment or
/// print into it that comes before in the source, with what is appended after
/// that.
std::string TextFinder::variable(const VarDecl *V, const Expr *At,
                                 unsigned Depth) {
  if (!V->hasLocalStorage() || isa<ParmVarDecl>(V)) {
    bool Constant = V->getType().isConstQualified() || V->isConstexpr() ||
                    (V->getType()->isPointerType() &&
                     V->getType()->getPointeeType().isConstQualified());
    return Constant && V->getAnyInitializer()
               ? build(V->getAnyInitializer(), Depth)
               : "?";
  }
  const SourceManager &SM = Function.getASTContext().getSourceManager();
  std::string Text = V->getInit() ? build(V->getInit(), Depth) : "";
  auto IsVariable = [&](const Expr *E) {
    const auto *Ref =
        dyn_cast<DeclRefExpr>(E->IgnoreImplicit()->IgnoreParenCasts());
    return Ref && Ref->getDecl() == V;
  };
  llvm::SmallVector<const Stmt *, 16> Found, Work{Function.getBody()};
  while (!Work.empty()) {
    const Stmt *S = Work.pop_back_val();
    if (!S)
      continue;
    bool Sets = false;
    if (const auto *B = dyn_cast<BinaryOperator>(S))
      Sets = B->isAssignmentOp() && IsVariable(B->getLHS());
    else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(S))
      Sets = (O->isAssignmentOp() && IsVariable(O->getArg(0))) ||
             (O->getOperator() == OO_LessLess && IsVariable(streamOf(O)));
    else if (const auto *C = dyn_cast<CallExpr>(S))
      // 'snprintf(buffer, size, "…", …)'
      Sets = C->getNumArgs() >= 2 && C->getDirectCallee() &&
             C->getDirectCallee()->isVariadic() && IsVariable(C->getArg(0)) &&
             C->getArg(0)->getType()->isPointerType() &&
             !C->getArg(0)->getType()->getPointeeType().isConstQualified();
    if (Sets &&
        SM.isBeforeInTranslationUnit(S->getBeginLoc(), At->getBeginLoc()))
      Found.push_back(S);
    llvm::append_range(Work, S->children());
  }
  llvm::sort(Found, [&](const Stmt *A, const Stmt *B) {
    // Of 'out << a << b' the parts begin at one place.
    return SM.isBeforeInTranslationUnit(A->getEndLoc(), B->getEndLoc());
  });
  for (const Stmt *S : Found) {
    if (const auto *B = dyn_cast<BinaryOperator>(S)) {
      Text = build(B->getRHS(), Depth);
    } else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(S)) {
      std::string More = build(O->getArg(1), Depth);
      Text = O->getOperator() == OO_Equal ? More : Text + More;
    } else {
      Text = "?";
      for (const Expr *Arg : llvm::drop_begin(cast<CallExpr>(S)->arguments()))
        if (const auto *L = dyn_cast<StringLiteral>(
                Arg->IgnoreImplicit()->IgnoreParenCasts())) {
          Text = build(L, Depth);
          break;
        }
    }
  }
  return Text;
}

void racetidy::resolveText(ResourceCall &Call, TextFinder &Texts) {
  const ResourceRule &Rule = *Call.Rule;
  if (Rule.Text < 0 ||
      static_cast<size_t>(Rule.Text) >= Call.Arguments.size() ||
      (Call.Effect != ResourceEffect::Prepare &&
       Call.Effect != ResourceEffect::Execute))
    return;
  if (auto Text = Texts.text(Call.Arguments[Rule.Text]))
    Call.Statement =
        Rule.Commands.empty() ? readSql(*Text) : readCommand(*Text, Rule);
  if (Call.Statement)
    Call.Effect = Call.Statement->Effect;
}
