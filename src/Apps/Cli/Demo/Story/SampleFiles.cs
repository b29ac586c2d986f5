namespace Cairn.Cli.Demo.Story;

/// <summary>The sample's files as text, with the tour's people and the plan's windows in them, and edits of them.</summary>
internal sealed class SampleFiles(string root, TourOptions options)
{
    private static readonly HashSet<string> Made = new(StringComparer.Ordinal) { "bin", "obj", "results" };

    /// <summary>The text of the sample that the plan writes otherwise.</summary>
    public string Adapt(string text)
    {
        foreach (var (from, to) in Otherwise())
        {
            text = text.Replace(from, to, StringComparison.Ordinal);
        }
        return text;
    }

    /// <summary>Copies the sample as it stands before the first change.</summary>
    public void CopyFrom(string sample)
    {
        Copy(new DirectoryInfo(sample), root);
        foreach (var edit in Changes.ToTakeBack)
        {
            Apply(edit);
        }
    }

    /// <exception cref="TourException">The text is not there exactly once.</exception>
    public void Apply(Edit edit)
    {
        var path = Path.Combine(root, edit.Path);
        string text = File.ReadAllText(path), before = Adapt(edit.Before);
        var at = text.IndexOf(before, StringComparison.Ordinal);
        if (at < 0 || text.IndexOf(before, at + 1, StringComparison.Ordinal) >= 0)
        {
            throw new TourException($"{edit.Path} does not hold once: {before}");
        }
        File.WriteAllText(path, text[..at] + Adapt(edit.After) + text[(at + before.Length)..]);
    }

    private IEnumerable<(string From, string To)> Otherwise() =>
    [
        ("owner: dana", "owner: sim:dana"), ("data-scientist: [ada]", "data-scientist: [\"sim:ada\"]"), ("data-engineer: [ben]", "data-engineer: [\"sim:ben\"]"),
        ("software-engineer: [cleo]", "software-engineer: [\"sim:cleo\"]"), .. options.Plan.Otherwise, .. options.Rows == 0 ? [] : new[] { ("min: 5000", $"min: {options.Rows / 3}") },
    ];

    private void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in from.EnumerateFiles())
        {
            File.WriteAllText(Path.Combine(to, file.Name), Adapt(File.ReadAllText(file.FullName)));
        }
        foreach (var folder in from.EnumerateDirectories().Where(d => !Made.Contains(d.Name)))
        {
            Copy(folder, Path.Combine(to, folder.Name));
        }
    }
}
