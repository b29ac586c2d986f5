using Cairn.Contracts.Projects;
using Microsoft.Data.Sqlite;

namespace Cairn.Data.Sources.Kinds;

/// <summary>A table or query of a SQLite file, <c>sqlite:path</c>; the path follows the rules of files.</summary>
internal sealed class SqliteSource(SourceFiles files, SqliteTableStore store) : ISourceKind
{
    private const int NoDatabase = 26, Corrupt = 11, Error = 1;

    public string Name => SourceKinds.Sqlite;

    public async Task<Offer> LookAsync(SourceAsk ask, CancellationToken cancellation)
    {
        if (Find(ask) is not { } file) return Offer.Nothing(ask.Source.From);
        string uri = $"sqlite:{file.FullName}" + (ask.Source.Table is { } table ? "#" + table : "");
        if (ask.Source.Watermark is not null)
            return new Offer(uri, await GuardAsync(() => store.HighestAsync(file.FullName, new TableRange(ask.Source), cancellation)) ?? "");
        var log = new FileInfo(file.FullName + "-wal");
        return new Offer(uri, SourceFiles.Fingerprint(log.Exists ? [file, log] : [file]), file.Length);
    }

    public async Task FetchAsync(SourceAsk ask, Offer offer, Stage stage, CancellationToken cancellation)
    {
        FileInfo file = Find(ask) ?? throw new SourceFaultException("The file is gone.");
        TableRange range = ask.Source.Watermark is null ? new TableRange(ask.Source) : new TableRange(ask.Source, ask.Known, offer.Fingerprint);
        await GuardAsync(async () =>
        {
            await stage.AddAsync(".jsonl", target => store.WriteAsync(file.FullName, range, target, cancellation));
            return "";
        });
    }

    private FileInfo? Find(SourceAsk ask) => files.Find(ask.Project, ask.Source.From["sqlite:".Length..]) switch
    {
        [] => null,
        [var one] => one,
        _ => throw new UnusableSourceException("A database is one file; its path holds no wildcard."),
    };

    private static async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (SqliteException e) when (e.SqliteErrorCode is NoDatabase or Corrupt)
        {
            throw new UnusableSourceException("The file is no SQLite database, or it is damaged.");
        }
        catch (SqliteException e) when (e.SqliteErrorCode == Error)
        {
            throw new UnusableSourceException($"The database refuses: {e.Message}");
        }
        catch (SqliteException e)
        {
            throw new SourceFaultException($"The database cannot be read now ({e.SqliteErrorCode}).", e);
        }
    }
}
