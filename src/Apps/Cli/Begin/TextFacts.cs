using System.Text.RegularExpressions;

namespace Cairn.Cli.Begin;

/// <summary>What can be seen of scripts that are no Python, by the calls and redirections that name a file as it stands; comments are left out.</summary>
internal static partial class TextFacts
{
    public static ScriptFacts OfR(string code) => Of(Bare(code, "#"), ReadsOfR(), WritesOfR(), LearnsInR(), SeedsInR());

    public static ScriptFacts OfShell(string code) => Of(Bare(code, "#", texts: false), ReadsOfShell(), WritesOfShell(), Never(), Never());

    public static ScriptFacts OfCSharp(string code) => Of(Bare(code, "//"), ReadsOfCSharp(), WritesOfCSharp(), Never(), Never());

    private static ScriptFacts Of(string code, Regex reads, Regex writes, Regex learns, Regex seeds)
    {
        IEnumerable<(Match Match, bool Writes)> found = reads.Matches(code).Select(m => (m, false)).Concat(writes.Matches(code).Select(m => (m, true)));
        return new ScriptFacts([.. found.Where(f => IsPath(f.Match.Groups["path"].Value)).OrderBy(f => f.Match.Index).Select(f => Use(code, f.Match, f.Writes))], [], seeds.IsMatch(code), false, learns.IsMatch(code));
    }

    private static FileUse Use(string code, Match match, bool writes)
    {
        var (path, line) = (match.Groups["path"], 1 + code.AsSpan(0, match.Index).Count('\n'));
        return new FileUse(new PythonToken(PythonKind.Name, match.Value, line, match.Index, match.Index + match.Length), new PythonToken(PythonKind.Text, path.Value, line, path.Index, path.Index + path.Length), writes, false);
    }

    // Devices and what is made when it runs are no files of the script's own.
    private static bool IsPath(string path) => path.Length is > 2 and < 200 && path.AsSpan().IndexOfAny("${}*\\") < 0 && !path.StartsWith("/dev/", StringComparison.Ordinal);

    /// <summary>The code with comments as blanks, so that everything stays where it is.</summary>
    /// <param name="texts">What stands between quotes counts.</param>
    private static string Bare(string code, string comment, bool texts = true)
    {
        var bare = code.ToCharArray();
        var (quote, inComment) = ('\0', false);
        for (var i = 0; i < bare.Length; i++)
        {
            var c = bare[i];
            if (c == '\n')
            {
                (quote, inComment) = ('\0', false);
            }
            else if (inComment)
            {
                bare[i] = ' ';
            }
            else if (quote != '\0')
            {
                quote = c == quote && code[i - 1] != '\\' ? '\0' : quote;
                bare[i] = texts ? c : ' ';
            }
            else if (c is '"' or '\'')
            {
                quote = c;
            }
            else if (code.AsSpan(i).StartsWith(comment) && (i == 0 || comment != "#" || char.IsWhiteSpace(code[i - 1]) || code[i - 1] is ')' or ';' or ','))
            {
                (inComment, bare[i]) = (true, ' ');
            }
        }
        return new string(bare);
    }

    [GeneratedRegex("""\b(read[._](csv2?|tsv|table|delim|parquet|json|excel|xlsx|feather|rds|lines)|fread|readRDS|readLines|open_dataset|fromJSON)\s*\(\s*(file\s*=\s*)?["'](?<path>[^"'\n]+)["']""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex ReadsOfR();

    [GeneratedRegex("""\b(write[._](csv2?|tsv|table|parquet|json|xlsx|feather|rds|lines)|fwrite|saveRDS|save|writeLines|ggsave|png|pdf|svg|jpeg|sink)\s*\([^"'\n]*(("[^"\n]*"|'[^'\n]*')[^"'\n]*)*?["'](?<path>[^"'\n]+\.[A-Za-z0-9]{1,8})["']|\bcat\s*\(.*?\bfile\s*=\s*["'](?<path>[^"'\n]+)["']""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex WritesOfR();

    [GeneratedRegex("""\b(lm|glm|train|fit|randomForest|ranger|xgb\.train|xgboost|lgb\.train|kmeans|nnet)\s*\(""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex LearnsInR();

    [GeneratedRegex("""\bset\.seed\s*\(""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex SeedsInR();

    [GeneratedRegex("""(^|[^<&0-9])<\s*(?<path>[A-Za-z0-9._/-]+\.[A-Za-z0-9]{1,8})\b""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ReadsOfShell();

    [GeneratedRegex("""(^|[^&>2-9])>{1,2}\s*(?<path>[A-Za-z0-9._/-]+\.[A-Za-z0-9]{1,8})\b""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex WritesOfShell();

    [GeneratedRegex("""\bFile\.(ReadAll(Text|Lines|Bytes)|ReadLines|OpenRead|OpenText)(Async)?\s*\(\s*@?"(?<path>[^"\n]+)["]""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ReadsOfCSharp();

    [GeneratedRegex("""\b(File\.(WriteAll(Text|Lines|Bytes)|AppendAll(Text|Lines)|Create(Text)?|OpenWrite)(Async)?|new\s+StreamWriter)\s*\(\s*@?"(?<path>[^"\n]+)["]""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex WritesOfCSharp();

    [GeneratedRegex("[^\\s\\S]", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Never();
}
