//! The sources as the compiler parses them: for each file what it declares, and what it names.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// The crates, each below those that it may use; the last is the program itself.
pub const CRATES: [&str; 5] = ["regimes-model", "regimes-scenario", "regimes-study", "regimes-report", "regimes"];

/// A file of a crate, and what the tests ask of it.
#[derive(Debug, Default)]
pub struct Source {
    /// The name of its crate.
    pub package: String,
    /// Its path, from the crate's name on, without `src/`.
    pub path: String,
    /// The module that it is, as `["model", "world"]`; empty for the root of a crate.
    pub module: Vec<String>,
    /// Whether it says at its top what it is.
    pub is_described: bool,
    /// Whether all of it is compiled for tests alone.
    pub is_of_tests: bool,
    /// Whether it holds nothing but other modules.
    pub is_group: bool,
    /// Lines without unit tests.
    pub lines: usize,
    /// Of these, lines of constants and of declarations in macros.
    pub declared_lines: usize,
    /// Modules that it declares, in order.
    pub modules: Vec<Declared>,
    /// Macros that it exports from its crate.
    pub macros: Vec<String>,
    /// Paths that it names outside its tests.
    pub paths: Vec<Named>,
    /// Words and texts that it names outside its tests.
    pub words: Vec<(usize, String)>,
    /// Functions, tests included.
    pub functions: Vec<Function>,
    /// Names that it gives, tests included: kind and name.
    pub names: Vec<(usize, &'static str, String)>,
    /// Items of other modules that it shows under a path of its own.
    pub exports: Vec<String>,
    /// Public items, and whether each has an example.
    pub public: Vec<(String, bool)>,
    /// Lines of tests that are left out.
    pub ignored: Vec<usize>,
}

/// A module that a file declares.
#[derive(Debug)]
pub struct Declared {
    pub name: String,
    pub is_of_tests: bool,
    /// Whether it is public, and not hidden from documentation.
    pub is_shown: bool,
}

/// A path that a file names.
#[derive(Clone, Debug)]
pub struct Named {
    pub line: usize,
    /// The module in which it is named, modules within the file among them.
    pub within: Vec<String>,
    pub path: Vec<String>,
    /// The name that a `use` gives it; none elsewhere.
    pub alias: Option<String>,
}

/// A function.
#[derive(Debug)]
pub struct Function {
    pub name: String,
    pub line: usize,
    pub lines: usize,
    /// What it takes; a tuple counts as many as it has.
    pub parameters: usize,
}

/// All files of all crates, read once.
pub fn sources() -> &'static [Source] {
    static SOURCES: OnceLock<Vec<Source>> = OnceLock::new();
    SOURCES.get_or_init(read_all)
}

fn read_all() -> Vec<Source> {
    let mut all: Vec<Source> = CRATES.iter().flat_map(|package| sources_of(package)).collect();
    all.sort_by(|a, b| a.path.cmp(&b.path));
    mark_tests(&mut all);
    all
}

/// The folder of a crate.
pub fn folder_of(package: &str) -> PathBuf {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    if package == "regimes" { top.to_owned() } else { top.join("crates").join(package) }
}

/// All Rust files below a folder.
pub fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                found.push(path);
            }
        }
    }
    found
}

fn sources_of(package: &str) -> Vec<Source> {
    let root = folder_of(package).join("src");
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a text");
        let path = path.strip_prefix(&root).expect("below src").to_string_lossy().replace('\\', "/");
        Source::read(package, &path, &text)
    };
    rust_files(&root).into_iter().map(read).collect()
}

/// Marks files whose modules are declared for tests alone, and all below them.
fn mark_tests(all: &mut [Source]) {
    let of_tests: Vec<(String, Vec<String>)> = all
        .iter()
        .flat_map(|source| {
            let declared = source.modules.iter().filter(|declared| declared.is_of_tests);
            declared.map(|declared| {
                (source.package.clone(), [&source.module[..], std::slice::from_ref(&declared.name)].concat())
            })
        })
        .collect();
    for source in all {
        source.is_of_tests =
            of_tests.iter().any(|(package, module)| *package == source.package && source.module.starts_with(module));
    }
}

impl Source {
    /// Reads a file of a crate, by its path from `src/`.
    pub fn read(package: &str, path: &str, text: &str) -> Source {
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{package}/{path}: {error}"));
        let module: Vec<String> = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        let is_root = matches!(path, "lib.rs" | "main.rs");
        let mut source = Source {
            package: package.to_owned(),
            path: format!("{package}/{path}"),
            module: if is_root { Vec::new() } else { module },
            is_described: text.starts_with("//! "),
            is_group: file.items.iter().all(|item| matches!(item, syn::Item::Mod(one) if one.content.is_none())),
            lines: text.lines().count(),
            ..Source::default()
        };
        let mut reader = Reader { within: source.module.clone(), source: &mut source, depth_of_tests: 0 };
        reader.visit_file(&file);
        words_of(text.parse().expect("tokens"), &mut source.words);
        for item in &file.items {
            source.count(item);
        }
        source
    }

    /// Takes the lines of an item from those of code where it is a test, and counts them where it declares.
    fn count(&mut self, item: &syn::Item) {
        let (first, last) = (item.span().start().line, item.span().end().line);
        let lines = last + 1 - first;
        match item {
            syn::Item::Mod(one) if is_of_tests(&one.attrs) => {
                self.lines -= lines;
                self.words.retain(|(line, _)| !(first..=last).contains(line));
            }
            syn::Item::Const(_) | syn::Item::Static(_) => self.declared_lines += lines,
            syn::Item::Macro(one) if one.ident.is_none() => self.declared_lines += lines,
            _ => {}
        }
    }
}

/// Whether attributes have an item compiled for tests alone.
fn is_of_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let list = attribute.meta.require_list().ok();
        list.is_some_and(|list| list.path.is_ident("cfg") && list.tokens.to_string() == "test")
    })
}

/// Whether a line of documentation begins or ends an example.
fn is_fence(text: &syn::Expr) -> bool {
    let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = text else { return false };
    text.value().trim() == "```"
}

/// Walks through a file.
struct Reader<'a> {
    source: &'a mut Source,
    within: Vec<String>,
    depth_of_tests: usize,
}

impl Reader<'_> {
    fn name(&mut self, kind: &'static str, name: &syn::Ident) {
        self.source.names.push((name.span().start().line, kind, name.to_string()));
    }

    fn public(&mut self, visibility: &syn::Visibility, attributes: &[syn::Attribute], name: &syn::Ident) {
        if self.depth_of_tests == 0 && matches!(visibility, syn::Visibility::Public(_)) {
            let has_example = attributes.iter().any(|attribute| {
                let text = attribute.meta.require_name_value().ok();
                text.is_some_and(|text| text.path.is_ident("doc") && is_fence(&text.value))
            });
            self.source.public.push((name.to_string(), has_example));
        }
    }

    fn path(&mut self, line: usize, path: Vec<String>, alias: Option<String>) {
        if self.depth_of_tests == 0 && !path.is_empty() {
            self.source.paths.push(Named { line, within: self.within.clone(), path, alias });
        }
    }

    fn function(&mut self, signature: &syn::Signature, end: Span) {
        self.name("fn", &signature.ident);
        let (line, last) = (signature.span().start().line, end.end().line);
        let parameters = signature.inputs.iter().map(taken).sum();
        let name = signature.ident.to_string();
        self.source.functions.push(Function { name, line, lines: last + 1 - line, parameters });
    }

    /// The leaves of a `use`.
    fn leaves(&mut self, tree: &syn::UseTree, before: &[String]) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.leaves(&path.tree, &with(&path.ident)),
            syn::UseTree::Group(group) => group.items.iter().for_each(|item| self.leaves(item, before)),
            syn::UseTree::Glob(star) => self.path(star.span().start().line, before.to_vec(), None),
            syn::UseTree::Name(name) if name.ident == "self" => {
                self.path(name.span().start().line, before.to_vec(), before.last().cloned());
            }
            syn::UseTree::Name(name) => {
                self.path(name.span().start().line, with(&name.ident), Some(name.ident.to_string()));
            }
            syn::UseTree::Rename(name) => {
                self.path(name.span().start().line, with(&name.ident), Some(name.rename.to_string()));
            }
        }
    }

    /// The paths that tokens name, as `a::b::c`, groups of all kinds opened; functions in the body of a macro as well.
    fn tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let is = |at: usize, sign: char| matches!(tokens.get(at), Some(TokenTree::Punct(one)) if one.as_char() == sign);
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Ident(first) => {
                    let (line, mut path) = (first.span().start().line, vec![first.to_string()]);
                    if path[0] == "fn" {
                        self.function_in_macro(&tokens[at..]);
                    }
                    while is(at + 1, ':') && is(at + 2, ':') {
                        let Some(TokenTree::Ident(next)) = tokens.get(at + 3) else { break };
                        path.push(next.to_string());
                        at += 3;
                    }
                    self.path(line, path, None);
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// A function as tokens: its name, what it takes in round brackets, its body in curly ones.
    fn function_in_macro(&mut self, tokens: &[TokenTree]) {
        let Some(TokenTree::Ident(name)) = tokens.get(1) else { return };
        let body = tokens.iter().find_map(|token| match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group),
            _ => None,
        });
        if let Some(body) = body {
            let (line, last) = (name.span().start().line, body.span_close().end().line);
            let name = name.to_string();
            self.source.functions.push(Function { name, line, lines: last + 1 - line, parameters: 0 });
        }
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if attribute.path().is_ident("ignore") {
            self.source.ignored.push(attribute.span().start().line);
        }
    }

    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.name("mod", &item.ident);
        let tested = is_of_tests(&item.attrs);
        if item.content.is_none() {
            let is_hidden = item.attrs.iter().any(|attribute| {
                let list = attribute.meta.require_list().ok();
                list.is_some_and(|list| list.path.is_ident("doc") && list.tokens.to_string() == "hidden")
            });
            let is_shown = matches!(item.vis, syn::Visibility::Public(_)) && !is_hidden;
            self.source.modules.push(Declared { name: item.ident.to_string(), is_of_tests: tested, is_shown });
        }
        self.within.push(item.ident.to_string());
        self.depth_of_tests += usize::from(tested);
        visit::visit_item_mod(self, item);
        self.depth_of_tests -= usize::from(tested);
        self.within.pop();
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let before = self.source.paths.len();
        self.leaves(&item.tree, &[]);
        if matches!(item.vis, syn::Visibility::Public(_)) {
            let named = self.source.paths[before..].iter().filter_map(|named| named.path.last().cloned());
            self.source.exports.extend(named);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.path(path.span().start().line, names, None);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, one: &'ast syn::Macro) {
        self.tokens(one.tokens.clone());
        visit::visit_macro(self, one);
    }

    fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
        let is_exported = item.attrs.iter().any(|attribute| attribute.path().is_ident("macro_export"));
        if let Some(name) = item.ident.as_ref().filter(|_| is_exported) {
            self.source.macros.push(name.to_string());
        }
        visit::visit_item_macro(self, item);
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.public(&item.vis, &item.attrs, &item.sig.ident);
        self.function(&item.sig, item.block.span());
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.public(&item.vis, &item.attrs, &item.sig.ident);
        self.function(&item.sig, item.block.span());
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        self.function(&item.sig, item.span());
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.name("struct", &item.ident);
        self.public(&item.vis, &item.attrs, &item.ident);
        visit::visit_item_struct(self, item);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.name("enum", &item.ident);
        self.public(&item.vis, &item.attrs, &item.ident);
        visit::visit_item_enum(self, item);
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        self.name("trait", &item.ident);
        self.public(&item.vis, &item.attrs, &item.ident);
        visit::visit_item_trait(self, item);
    }

    fn visit_item_type(&mut self, item: &'ast syn::ItemType) {
        self.name("type", &item.ident);
        self.public(&item.vis, &item.attrs, &item.ident);
        visit::visit_item_type(self, item);
    }

    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.name("const", &item.ident);
        self.public(&item.vis, &item.attrs, &item.ident);
        visit::visit_item_const(self, item);
    }
}

/// All words and texts of tokens with their lines, documentation left out, which is text for people.
fn words_of(tokens: TokenStream, words: &mut Vec<(usize, String)>) {
    for token in tokens {
        let line = token.span().start().line;
        match token {
            TokenTree::Group(group) if is_documentation(&group) => {}
            TokenTree::Group(group) => words_of(group.stream(), words),
            TokenTree::Ident(word) => words.push((line, word.to_string())),
            TokenTree::Literal(text) => words.push((line, text.to_string().trim_matches('"').to_owned())),
            TokenTree::Punct(_) => {}
        }
    }
}

fn is_documentation(group: &Group) -> bool {
    let first = group.stream().into_iter().next();
    group.delimiter() == Delimiter::Bracket && matches!(first, Some(TokenTree::Ident(word)) if word == "doc")
}

/// How many things a parameter brings: a tuple, or a pattern that takes one apart, as many as it has.
fn taken(input: &syn::FnArg) -> usize {
    match input {
        syn::FnArg::Receiver(_) => 1,
        syn::FnArg::Typed(typed) => in_pattern(&typed.pat).max(in_type(&typed.ty)),
    }
}

fn in_pattern(pattern: &syn::Pat) -> usize {
    match pattern {
        syn::Pat::Tuple(tuple) => tuple.elems.iter().map(in_pattern).sum(),
        syn::Pat::TupleStruct(tuple) => tuple.elems.iter().map(in_pattern).sum::<usize>().max(1),
        syn::Pat::Slice(slice) => slice.elems.iter().map(in_pattern).sum(),
        syn::Pat::Reference(inner) => in_pattern(&inner.pat),
        syn::Pat::Paren(inner) => in_pattern(&inner.pat),
        syn::Pat::Rest(_) => 0,
        _ => 1,
    }
}

fn in_type(kind: &syn::Type) -> usize {
    match kind {
        syn::Type::Tuple(tuple) => tuple.elems.iter().map(in_type).sum(),
        syn::Type::Reference(inner) => in_type(&inner.elem),
        syn::Type::Paren(inner) => in_type(&inner.elem),
        syn::Type::Group(inner) => in_type(&inner.elem),
        _ => 1,
    }
}
