namespace Cairn.Contracts.Projects;

/// <summary>The kinds of sources, by the beginning of <c>from</c>.</summary>
public static class SourceKinds
{
    public const string File = "file", Http = "http", S3 = "s3", Postgres = "postgres", Sqlite = "sqlite", Push = "push", Command = "command", View = "view";

    internal const string ViewBeginning = "view:";

    private static readonly (string Beginning, string Kind)[] Beginnings =
    [
        ("https://", Http), ("http://", Http), ("s3://", S3), ("postgres://", Postgres), ("postgresql://", Postgres), ("sqlite:", Sqlite), ("file://", File), (ViewBeginning, View),
    ];

    /// <summary>How an address may begin, for messages.</summary>
    public static string Words => "a path, file://, https://, s3://, postgres://, sqlite:, view: or push";

    internal static string Of(string from, string? command)
    {
        if (command is not null)
        {
            return Command;
        }

        if (from == Push)
        {
            return Push;
        }

        return Beginnings.FirstOrDefault(b => from.StartsWith(b.Beginning, StringComparison.Ordinal)).Kind ?? (from.Contains("://", StringComparison.Ordinal) ? "" : File);
    }
}
