using System.Text.Json.Nodes;
using Cairn.Contracts.DataContracts;
using Cairn.DuckDb;

namespace Cairn.Data.Ingest;

/// <summary>One in-memory database, on one thread and shut off from all files but those of this partition.</summary>
internal sealed class IngestEngine : IDisposable
{
    private const string Form = "(FORMAT parquet, COMPRESSION zstd)";
    private readonly IngestParameters _parameters;
    private readonly string _table;
    private readonly string _raw;
    private readonly DuckDatabase _database;
    private readonly DuckConnection _connection;

    public IngestEngine(IngestParameters parameters, string output, params IEnumerable<string> inputs)
    {
        string temporary = Path.GetTempPath();
        (_parameters, _table, _raw) = (parameters, Path.Combine(output, IngestFiles.Table), Path.Combine(output, "raw.parquet"));
        // One thread keeps the order of rows, and with it the bytes of the table, the same each time.
        _database = new DuckDatabase(null, ("memory_limit", $"{parameters.Memory >> 20}MB"), ("threads", "1"), ("preserve_insertion_order", "true"), ("temp_directory", temporary));
        _connection = _database.Connect();
        _connection.Execute("SET TimeZone = 'UTC'");
        _connection.Confine([.. inputs, output, temporary]);
    }

    /// <summary>Reads everything, judges it, and writes the table.</summary>
    /// <exception cref="UnreadableException">It is not a table of a bearable shape.</exception>
    /// <param name="references">Files with the values that a column refers to, by its name.</param>
    public IngestVerdict Load(string reader, IReadOnlyDictionary<string, string[]> references)
    {
        IReadOnlyList<TableColumn> read = Describe(reader);
        if (read.Count > _parameters.ColumnLimit) throw new UnreadableException($"It has {read.Count} columns; at most {_parameters.ColumnLimit} are allowed.");
        CheckPatterns();
        string columns = string.Join(", ", read.Select(c => $"{TableTypes.Read(c)} AS {DuckSql.Identifier(c.Name)}"));
        _connection.Execute($"COPY (SELECT {columns} FROM {reader}) TO {DuckSql.Literal(_raw)} {Form}");
        List<TableColumn> stored = [.. read.Select(c => new TableColumn(c.Name, TableTypes.Engine(TableTypes.Stored(c.EngineType))))];
        IReadOnlyList<RuleResult> rules = [.. Judge(stored, out long rows), .. Refers(stored, rows, references)];
        IReadOnlyList<SchemaColumn> schema = Settle(stored, rules);
        return new IngestVerdict((string?)null) { Rows = rows, Schema = schema, Rules = rules, Newest = Newest(schema) };
    }

    public JsonObject Profile(IngestVerdict verdict, JsonNode? reference) => new TableProfile(_connection, $"read_parquet({DuckSql.Literal(_table)})", verdict.Rows, reference).Build(verdict.Schema);

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    // The project file takes what .NET understands; the engine may not.
    private void CheckPatterns()
    {
        foreach (ColumnRules rules in _parameters.Contract.Columns.Where(c => c.Pattern is not null))
        {
            try
            {
                _connection.Execute($"SELECT regexp_full_match('', {DuckSql.Literal(rules.Pattern!)})");
            }
            catch (DuckException)
            {
                throw new UnreadableException($"The contract's pattern of '{rules.Name}' is none that the engine takes (RE2): {rules.Pattern}");
            }
        }
    }

    private List<TableColumn> Describe(string reader)
    {
        using DuckResult result = _connection.Query($"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM {reader})");
        return [.. result.Rows().Select(r => new TableColumn((string)r[0]!, (string)r[1]!))];
    }

    private IReadOnlyList<RuleResult> Judge(IReadOnlyList<TableColumn> columns, out long rows)
    {
        ContractQuery query = DataContractSql.Build(_parameters.Contract, $"read_parquet({DuckSql.Literal(_raw)})", columns, _parameters.Time);
        using DuckResult result = _connection.Query(query.Sql);
        long?[] row = [.. result.Rows().Single().Select(v => (long?)v)];
        rows = row[0] ?? 0;
        return ContractVerdict.Judge(_parameters.Contract, query, row, new ContractFacts(_parameters.PreviousRows, _parameters.Now));
    }

    // A source that has nothing yet has none of the values.
    private IEnumerable<RuleResult> Refers(IReadOnlyList<TableColumn> columns, long rows, IReadOnlyDictionary<string, string[]> references)
    {
        foreach (ColumnRules rules in _parameters.Contract.Columns.Where(c => c.Refers is not null && columns.Any(p => p.Name == c.Name)))
        {
            string name = DuckSql.Identifier(rules.Name), values = references.GetValueOrDefault(rules.Name) is { Length: > 0 } files
                ? $"SELECT CAST({DuckSql.Identifier(rules.Refers!.Column)} AS VARCHAR) AS v FROM read_parquet({DuckSql.List(files)}, union_by_name = true)" : "SELECT NULL::VARCHAR AS v";
            long broken = _connection.Scalar<long>($"SELECT count(*) FROM read_parquet({DuckSql.Literal(_raw)}) t ANTI JOIN ({values}) r ON CAST(t.{name} AS VARCHAR) = r.v WHERE t.{name} IS NOT NULL");
            yield return new RuleResult(RuleKind.Refers, rules.Name, rows == 0 ? 0 : broken / (double)rows, 0, broken == 0, broken);
        }
    }

    // Where the contract names a type and the values keep it, the table gets it: a whole day of empty or whole numbers does not change the schema.
    private IReadOnlyList<SchemaColumn> Settle(IReadOnlyList<TableColumn> columns, IReadOnlyList<RuleResult> rules)
    {
        HashSet<string?> mistyped = [.. rules.Where(r => r is { Rule: RuleKind.Type, Ok: false }).Select(r => r.Column)];
        Dictionary<string, string> declared = _parameters.Contract.Columns.Where(c => c.Type is not null && !mistyped.Contains(c.Name)).ToDictionary(c => c.Name, c => TableTypes.Word(c.Type!.Value), StringComparer.Ordinal);
        List<SchemaColumn> schema = [.. columns.Select(c => new SchemaColumn(c.Name, declared.GetValueOrDefault(c.Name) ?? TableTypes.Stored(c.EngineType), true))];
        if (schema.Zip(columns).All(p => TableTypes.Engine(p.First.Type) == p.Second.EngineType)) File.Move(_raw, _table);
        else
        {
            string list = string.Join(", ", schema.Zip(columns).Select(p => Cast(p.First, p.Second)));
            _connection.Execute($"COPY (SELECT {list} FROM read_parquet({DuckSql.Literal(_raw)})) TO {DuckSql.Literal(_table)} {Form}");
            File.Delete(_raw);
        }
        return [.. schema.Select(c => c with { Nullable = Missing(rules, c.Name) })];
    }

    private static bool Missing(IReadOnlyList<RuleResult> rules, string column) => !rules.Any(r => r.Rule == RuleKind.Missing && r.Column == column && r.Limit == 0 && r.Ok);

    private static string Cast(SchemaColumn wanted, TableColumn present)
    {
        string name = DuckSql.Identifier(wanted.Name), engine = TableTypes.Engine(wanted.Type);
        return engine == present.EngineType ? name : $"TRY_CAST({(present.EngineType == "VARCHAR" || engine == "VARCHAR" ? $"CAST({name} AS VARCHAR)" : name)} AS {engine}) AS {name}";
    }

    private DateTimeOffset? Newest(IReadOnlyList<SchemaColumn> schema)
    {
        if (schema.FirstOrDefault(c => c.Name == _parameters.Time) is not { } time) return null;
        string name = DuckSql.Identifier(time.Name), newest = time.Type is "time" or "date" ? $"TRY_CAST(max({name}) AS TIMESTAMP)" : $"max(TRY_CAST(CAST({name} AS VARCHAR) AS TIMESTAMP))";
        long? micros = _connection.Scalar<long?>($"SELECT epoch_us({newest}) FROM read_parquet({DuckSql.Literal(_table)})");
        return micros is { } value ? DateTimeOffset.UnixEpoch.AddMicroseconds(value) : null;
    }
}
