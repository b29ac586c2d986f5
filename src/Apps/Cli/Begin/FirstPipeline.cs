using System.Text;
using Cairn.Contracts.Projects;

namespace Cairn.Cli.Begin;

/// <summary>A first project file for a script: one step that runs it, with what it reads and writes as far as that can be seen.</summary>
/// <param name="Code">The script, where it was made of a notebook: it reads sources by their ports.</param>
/// <param name="Guessed">What was taken for true.</param>
/// <param name="Look">What only a person can tell or do.</param>
internal sealed record FirstPipeline(string Yaml, string Code, IReadOnlyList<string> Guessed, IReadOnlyList<string> Look)
{
    private static readonly string[] Reserved = ["data", "features", "metrics", "champion"];

    /// <param name="made">The script is made of a notebook and may be written otherwise.</param>
    public static FirstPipeline Of(ScriptPlace place, ScriptLanguage language, string code, bool made, string from)
    {
        var facts = language.Facts(code);
        var (guessed, look) = (new List<string>(), new List<string>());
        var reads = new FirstReads(place, language, guessed, look);
        var writes = new FirstWrites(place, guessed, look);
        foreach (var use in facts.Uses)
        {
            if (use.Writes)
            {
                writes.Add(use);
            }
            else if (!facts.Uses.Any(w => w.Writes && w.Path == use.Path))
            {
                reads.Add(use, made);
            }
        }
        foreach (var line in facts.Computed)
        {
            look.Add($"{place.Script}:{line} reads a file whose path is made when it runs; declare it under 'data' if it is to be versioned");
        }
        var name = FirstNames.Of(Path.GetFileNameWithoutExtension(place.Script));
        var step = Reserved.Contains(name) ? name + "_step" : name;
        var env = language.Locks.FirstOrDefault(l => File.Exists(Path.Combine(place.Root, l)));
        Tell(facts, language, env, writes, guessed, look, place);
        return new FirstPipeline(Write(place, language, from, step, env, facts, reads, writes), reads.Rewrite(code), guessed, look);
    }

    private static void Tell(ScriptFacts facts, ScriptLanguage language, string? env, FirstWrites writes, List<string> guessed, List<string> look, ScriptPlace place)
    {
        if (env is not null)
        {
            guessed.Add($"{env} is the lock of the environment; it counts for the cache, and {language.Program} must have these packages");
        }
        else if (language.Locks.Length > 0)
        {
            look.Add($"there is no lock file ({string.Join(", ", language.Locks)}): a result cannot be told apart from one of other packages; add one and name it by 'env'");
        }
        if (facts.Learns && !facts.Seeded)
        {
            look.Add($"{place.Script} sets no seed: made again it may come to another result; read CAIRN_SEED and add 'seed: 1'");
        }
        if (!writes.Made)
        {
            look.Add($"{place.Script} was seen to write no file, so the step says only that it ran; let it write its model and its metrics, and name them under 'out'");
        }
        else if (facts.Learns && !writes.Measures)
        {
            look.Add("no metrics are written: a JSON file of numbers, as an output of type metrics, is what gates and sweeps look at");
        }
    }

    private static string Write(ScriptPlace place, ScriptLanguage language, string from, string step, string? env, ScriptFacts facts, FirstReads reads, FirstWrites writes)
    {
        var yaml = new StringBuilder();
        yaml.Append($"# A first draft, made of {from}. Look at each line; every key is explained in docs/reference/cairn-yaml.md.\n");
        yaml.Append($"project: {FirstNames.Of(Path.GetFileName(place.Root), '-')}\n");
        yaml.Append(env is null ? "" : $"env: {env}\n");
        yaml.Append(reads.Sources);
        yaml.Append($"steps:\n  {step}:\n    run: |\n");
        foreach (var line in Commands(place, language, writes))
        {
            yaml.Append($"      {line}\n");
        }
        yaml.Append(reads.Ports);
        yaml.Append($"    out: {{{writes.Ports}}}\n");
        yaml.Append(facts.Plots ? "    vars: {MPLBACKEND: Agg}   # pictures without a screen\n" : "");
        return ProjectFile.Parse(Encoding.UTF8.GetBytes(yaml.ToString()), "cairn.yaml") is { Faults: [var fault, ..] } ? throw new InvalidOperationException($"The draft is no project file: {fault}") : yaml.ToString();
    }

    private static IEnumerable<string> Commands(ScriptPlace place, ScriptLanguage language, FirstWrites writes)
    {
        yield return "set -e";
        if (place.Folder.Length > 0)
        {
            yield return $"cd {FirstWrites.Quoted(place.Folder)}";
        }
        foreach (var folder in writes.Folders)
        {
            yield return $"mkdir -p {FirstWrites.Quoted(folder)}";
        }
        yield return $"{language.Program} {FirstWrites.Quoted(place.Script)}";
        foreach (var copy in writes.Copies)
        {
            yield return copy;
        }
    }
}
