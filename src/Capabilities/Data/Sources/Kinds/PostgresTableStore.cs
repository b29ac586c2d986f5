using System.Data;
using System.Text;
using Npgsql;
using Npgsql.Schema;

namespace Cairn.Data.Sources.Kinds;

/// <summary>Reads somebody else's PostgreSQL: nothing is ever written there.</summary>
internal sealed class PostgresTableStore
{
    /// <summary>The watermark up to which rows may be taken now, as text; null when there is no row.</summary>
    public async Task<string?> HighestAsync(string connection, TableRange range, CancellationToken cancellation)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(connection);
        await using NpgsqlConnection open = await source.OpenConnectionAsync(cancellation);
        await using NpgsqlTransaction transaction = await BeginAsync(open, cancellation);
        string late = range.Source.Late is { } age ? $"where {range.Column} <= (select max(m.{TableRange.Name(range.Watermark!)}) from {range.Rows} as m) - interval '{(long)age.TotalSeconds} seconds'" : "";
        await using var command = new NpgsqlCommand($"select max({range.Column})::text from {range.Rows} as q {late}", open, transaction);
        return await command.ExecuteScalarAsync(cancellation) as string;
    }

    /// <summary>Writes the rows as CSV, and the types of their columns.</summary>
    public async Task CopyAsync(string connection, TableRange range, Stage stage, CancellationToken cancellation)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(connection);
        await using NpgsqlConnection open = await source.OpenConnectionAsync(cancellation);
        await using NpgsqlTransaction transaction = await BeginAsync(open, cancellation);
        stage.Columns = await ColumnsAsync(open, transaction, range, cancellation);
        using TextReader rows = await open.BeginTextExportAsync($"copy (select * from {range.Rows} as q {range.Where} {range.Order}) to stdout (format csv, header true)", cancellation);
        await stage.AddAsync(".csv", async target =>
        {
            await using var writer = new StreamWriter(target, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
            char[] buffer = new char[1 << 16];
            for (int read; (read = await rows.ReadAsync(buffer, cancellation)) > 0;) await writer.WriteAsync(buffer.AsMemory(0, read), cancellation);
        });
    }

    private static async Task<NpgsqlTransaction> BeginAsync(NpgsqlConnection open, CancellationToken cancellation)
    {
        NpgsqlTransaction transaction = await open.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        await using var command = new NpgsqlCommand("set transaction read only", open, transaction);
        await command.ExecuteNonQueryAsync(cancellation);
        return transaction;
    }

    // Asked for by the extended protocol first: what is more than one statement does not come through it.
    private static async Task<IReadOnlyDictionary<string, string>> ColumnsAsync(NpgsqlConnection open, NpgsqlTransaction transaction, TableRange range, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select * from {range.Rows} as q {range.Where} limit 0", open, transaction);
        await command.PrepareAsync(cancellation);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        var columns = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (NpgsqlDbColumn column in await reader.GetColumnSchemaAsync(cancellation)) columns[column.ColumnName] = Engine(column.DataTypeName ?? "");
        return columns;
    }

    private static string Engine(string type) => type.Split('(')[0] switch
    {
        "smallint" or "integer" or "bigint" => "BIGINT",
        "real" or "double precision" or "numeric" => "DOUBLE",
        "boolean" => "BOOLEAN",
        "date" => "DATE",
        "timestamp" or "timestamp without time zone" => "TIMESTAMP",
        "timestamp with time zone" => "TIMESTAMP WITH TIME ZONE",
        _ => "VARCHAR",
    };
}
