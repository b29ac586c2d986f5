namespace Cairn.Contracts.Projects.Checks;

/// <summary>That the keys of a source belong to its kind.</summary>
internal static class SourceChecks
{
    private static readonly (string Key, string[] Kinds, string Words)[] Belonging =
    [
        ("table", [SourceKinds.Postgres, SourceKinds.Sqlite], "'table' is for postgres:// and sqlite:"),
        ("query", [SourceKinds.Postgres, SourceKinds.Sqlite], "'query' is for postgres:// and sqlite:"),
        ("watermark", [SourceKinds.Postgres, SourceKinds.Sqlite], "'watermark' is for postgres:// and sqlite:"),
        ("endpoint", [SourceKinds.S3], "'endpoint' is for s3://"),
        ("region", [SourceKinds.S3], "'region' is for s3://"),
        ("addressing", [SourceKinds.S3], "'addressing' is for s3://"),
        ("pages", [SourceKinds.Http], "'pages' is for https://"),
        ("partitions", [SourceKinds.View], "'partitions' is for view:"),
        ("columns", [SourceKinds.View], "'columns' is for view:"),
        ("where", [SourceKinds.View], "'where' is for view:"),
        ("secret", [SourceKinds.Http, SourceKinds.S3, SourceKinds.Postgres, SourceKinds.Command], "'secret' is for https://, s3://, postgres:// and commands"),
    ];

    public static void Run(DataSource source, ProjectFile file, string path, ReadContext context)
    {
        var (from, command) = (context.Has(path + ".from"), context.Has(path + ".command"));
        if (from == command)
        {
            context.FaultAtKey(path, from ? "a source has 'from' or 'command', not both" : "a source needs 'from' (" + SourceKinds.Words + ") or 'command'");
            return;
        }

        if (context.IsBroken(path + ".from") || context.IsBroken(path + ".command"))
        {
            return;
        }

        if (source.Kind.Length == 0)
        {
            context.FaultAt(path + ".from", "unknown kind of address; it is " + SourceKinds.Words);
            return;
        }

        foreach (var (key, kinds, words) in Belonging.Where(b => context.Has($"{path}.{b.Key}") && !context.IsBroken($"{path}.{b.Key}") && !b.Kinds.Contains(source.Kind)))
        {
            context.FaultAtKey($"{path}.{key}", words);
        }

        CheckView(source, file, path, context);
        CheckAddress(source, path, context);
        CheckPages(source.Pages, path + ".pages", context);
        CheckTable(source, path, context);
        CheckLate(source, path, context);
    }

    private static void CheckAddress(DataSource source, string path, ReadContext context)
    {
        if (source.Kind is SourceKinds.Http or SourceKinds.S3 or SourceKinds.Postgres)
        {
            var rest = source.From[(source.From.IndexOf("://", StringComparison.Ordinal) + 3)..];
            var user = rest.Split('/', 2)[0].Split('@') is [var before, _] ? before : "";
            if (user.Contains(':') || (user.Length > 0 && source.Kind != SourceKinds.Postgres))
            {
                context.FaultAt(path + ".from", "a password does not stand in the file; name a 'secret'");
            }

            if (rest.Length == 0 || rest[0] is '/' or '{')
            {
                context.FaultAt(path + ".from", source.Kind == SourceKinds.S3 ? "the bucket is missing: s3://<bucket>/<key>" : "the host is missing");
            }
        }

        if (source.Kind == SourceKinds.S3 && source.From.IndexOf('/', 5) is < 0)
        {
            context.FaultAt(path + ".from", "the key is missing: s3://<bucket>/<key>");
        }

        if (source is { Kind: SourceKinds.S3, Addressing: BucketAddressing.Virtual } && BucketFault(source.From["s3://".Length..].Split('/')[0], source.Endpoint) is { } fault)
        {
            context.FaultAt(path + ".addressing", fault);
        }
    }

    private static string? BucketFault(string bucket, string? endpoint)
    {
        if (bucket.Length > 0 && !bucket.Split('.').All(IsLabel))
        {
            return "a bucket in front of the host has small letters, digits and '-' in its name, at most 63 and no '-' at an end; use 'path'";
        }

        // The certificate of *.host is good for one name in front of it.
        return bucket.Contains('.') && endpoint?.StartsWith("http:", StringComparison.Ordinal) is not true ? "a bucket with a dot in its name has no certificate in front of the host; use 'path'" : null;
    }

    private static bool IsLabel(string name) => name is { Length: > 0 and <= 63 } && name[0] != '-' && name[^1] != '-' && name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');

    private static void CheckView(DataSource source, ProjectFile file, string path, ReadContext context)
    {
        if (source.ViewOf is not { } of || !new Names(context).Check("data", "source", of, path + ".from", SourceKinds.ViewBeginning.Length))
        {
            return;
        }

        if (file.Data.GetValueOrDefault(of)?.ViewOf is not null)
        {
            context.FaultAt(path + ".from", of == source.Name ? "a view cannot be of itself" : $"'{of}' is a view itself; name the source that it is of", offset: SourceKinds.ViewBeginning.Length);
        }

        foreach (var key in new[] { "format", "since" }.Where(k => context.Has($"{path}.{k}")))
        {
            context.FaultAtKey($"{path}.{key}", $"'{key}' is not for view:, which shows what is gathered already");
        }
    }

    private static void CheckPages(SourcePaging? pages, string path, ReadContext context)
    {
        if (pages is { Offset: not null } && (pages.Next ?? pages.By) is not null)
        {
            context.FaultAtKey(path + ".offset", "pages are counted by their rows ('offset') or named by 'next' and 'by', not both");
        }
    }

    private static void CheckTable(DataSource source, string path, ReadContext context)
    {
        if (source.Kind is SourceKinds.Postgres or SourceKinds.Sqlite && source.Table is null == source.Query is null && !context.IsBroken(path + ".query") && !context.IsBroken(path + ".table"))
        {
            context.FaultAtKey(path, source.Table is null ? "a database needs 'table' or 'query'" : "a source has 'table' or 'query', not both");
        }

        if (source.Watermark is not null && HasTime(source))
        {
            context.FaultAtKey(path + ".watermark", "'watermark' and partitions in time ({day} …) are two ways to the same end; choose one");
        }
    }

    private static void CheckLate(DataSource source, string path, ReadContext context)
    {
        if (source.Late is not null && source.Watermark is null && !HasTime(source))
        {
            context.FaultAtKey(path + ".late", "'late' needs partitions in time ({day} …) or a 'watermark'");
        }
    }

    private static bool HasTime(DataSource source) => Array.Exists(["{year}", "{month}", "{day}", "{hour}"], p => $"{source.From}{source.Query}{source.Command}".Contains(p, StringComparison.Ordinal));
}
