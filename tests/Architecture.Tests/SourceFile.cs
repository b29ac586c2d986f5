using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Cairn.Architecture.Tests;

/// <summary>
/// One C# file as tokens. The lexer is asked, not the parser: the language grows faster than the parser that is at hand,
/// and every rule here can be told from tokens and braces.
/// </summary>
internal sealed class SourceFile(string path, string text)
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview, DocumentationMode.None);
    private readonly Lazy<IReadOnlyList<string>> _tokens = new(() => [.. SyntaxFactory.ParseTokens(text, options: Options).Where(token => !token.IsKind(SyntaxKind.EndOfFileToken)).Select(token => token.Text)]);

    public string Path => path;

    public string Name => System.IO.Path.GetFileName(path);

    public int Lines => text.AsSpan().Count('\n');

    public IReadOnlyList<string> Tokens => _tokens.Value;

    /// <summary>String literals of every kind, without their quotes.</summary>
    public IEnumerable<string> Literals => Tokens.Where(token => token.TrimStart('$', '@').StartsWith('"')).Select(token => token.TrimStart('$', '@').Trim('"').Trim());

    /// <summary>Whether the tokens stand one after the other somewhere.</summary>
    public bool Has(params string[] sequence)
    {
        for (var i = 0; i + sequence.Length <= Tokens.Count; i++)
        {
            if (sequence.Select((word, j) => Tokens[i + j] == word).All(same => same))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Types that stand by themselves in the file: kind, name and modifiers.</summary>
    public IEnumerable<TopLevelType> Types()
    {
        var (depth, start) = (0, 0);
        for (var i = 0; i < Tokens.Count; i++)
        {
            var token = Tokens[i];
            depth += token switch { "{" or "(" => 1, "}" or ")" => -1, _ => 0 };
            if (depth == 0 && token is "class" or "struct" or "interface" or "enum" or "record" && depth == 0 && IsDeclaration(i))
            {
                var kind = token;
                var name = Tokens[i + 1] is "class" or "struct" ? Tokens[i + 2] : Tokens[i + 1];
                yield return new TopLevelType(kind, name, [.. Tokens.Skip(start).Take(i - start)]);
                i += name == Tokens[i + 1] ? 0 : 1;
            }
            start = token is ";" or "}" or "]" ? i + 1 : start;
        }
    }

    private bool IsDeclaration(int i)
    {
        var before = i == 0 ? ";" : Tokens[i - 1];
        var after = i + 1 < Tokens.Count ? Tokens[i + 1] : "";
        var begins = before is ";" or "}" or "]" or "public" or "internal" or "file" or "sealed" or "static" or "abstract" or "partial" or "readonly" or "ref" or "unsafe";
        return begins && after.Length > 0 && (char.IsLetter(after[0]) || after[0] == '_');
    }
}
