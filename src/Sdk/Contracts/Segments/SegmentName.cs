using System.Globalization;

namespace Cairn.Contracts.Segments;

/// <summary>File names of segments: <c>predictions-20010131-000042.seg</c> (closed) or <c>….open</c> (being written).</summary>
public sealed record SegmentName(SegmentKind Kind, DateOnly Day, int Number, bool Closed)
{
    public const string ClosedExtension = ".seg";
    public const string OpenExtension = ".open";

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix(Kind)}-{Day:yyyyMMdd}-{Number:D6}{(Closed ? ClosedExtension : OpenExtension)}");

    /// <summary>Null when the file name is not one of a segment.</summary>
    public static SegmentName? Parse(string fileName)
    {
        string extension = Path.GetExtension(fileName);
        if (extension is not (ClosedExtension or OpenExtension)) return null;
        string[] parts = Path.GetFileNameWithoutExtension(fileName).Split('-');
        SegmentKind? kind = parts[0] switch { "predictions" => SegmentKind.Predictions, "outcomes" => SegmentKind.Outcomes, "shadows" => SegmentKind.Shadows, _ => null };
        if (kind is null || parts.Length != 3) return null;
        if (!DateOnly.TryParseExact(parts[1], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)) return null;
        return int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? new(kind.Value, day, number, extension == ClosedExtension)
            : null;
    }

    /// <summary>The segments of one kind in a directory, oldest first; none when there is no directory.</summary>
    public static IReadOnlyList<(SegmentName Name, string Path)> List(string directory, SegmentKind kind) =>
        !Directory.Exists(directory) ? [] :
        [
            .. Directory.EnumerateFiles(directory, $"{Prefix(kind)}-*")
                .Select(path => (Name: Parse(Path.GetFileName(path))!, Path: path))
                .Where(s => s.Name is not null && s.Name.Kind == kind)
                .OrderBy(s => s.Name.Number),
        ];

    /// <summary>Where the segment of a number lies in a directory; null when it is gone.</summary>
    public static string? Find(string directory, SegmentKind kind, int number) =>
        Directory.EnumerateFiles(directory, string.Create(CultureInfo.InvariantCulture, $"{Prefix(kind)}-*-{number:D6}.*")).FirstOrDefault(path => Parse(Path.GetFileName(path))?.Number == number);

    private static string Prefix(SegmentKind kind) => kind switch
    {
        SegmentKind.Predictions => "predictions",
        SegmentKind.Outcomes => "outcomes",
        _ => "shadows",
    };
}
