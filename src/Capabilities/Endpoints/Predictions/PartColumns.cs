using Cairn.Contracts.Inference;
using Cairn.Contracts.Segments;

namespace Cairn.Endpoints;

/// <summary>
/// The columns of one part: the fixed ones, then those of the tensors that its records have, in the order they were first seen. A type holds every
/// value exactly: where a model's change mixes types that no number type holds together, the column is text.
/// </summary>
internal sealed class PartColumns
{
    private const int Truth = 1 << (int)Datatype.Bool, Text = 1 << (int)Datatype.Bytes;
    private const int UInt8 = 1 << (int)Datatype.UInt8, UInt16 = 1 << (int)Datatype.UInt16, UInt32 = 1 << (int)Datatype.UInt32, UInt64 = 1 << (int)Datatype.UInt64;
    private const int Int8 = 1 << (int)Datatype.Int8, Int16 = 1 << (int)Datatype.Int16, Int32 = 1 << (int)Datatype.Int32, Int64 = 1 << (int)Datatype.Int64;
    private const int Fp16 = 1 << (int)Datatype.Fp16, Fp32 = 1 << (int)Datatype.Fp32, Fp64 = 1 << (int)Datatype.Fp64;
    private const int Singles = Fp16 | Fp32, Floats = Singles | Fp64, Signed = Int8 | Int16 | Int32 | Int64;

    private readonly List<(string Name, bool List, int Types)> _columns = [];
    private readonly Dictionary<string, int> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(TensorRole Role, string Name, int Width), int[]> _places = [];

    public static PartColumns Of(IEnumerable<PredictionRecord> records)
    {
        var columns = new PartColumns();
        foreach (PredictionRecord record in records)
            foreach (LoggedTensor tensor in record.Tensors)
                if (tensor.Role is TensorRole.Input or TensorRole.Output or TensorRole.Whole) columns.Add(tensor);
        return columns;
    }

    public IEnumerable<(string Name, string Type)> All => PredictionColumns.Fixed.Concat(_columns.Select(c => (c.Name, c.List ? ListOf(c.Types) + "[]" : TypeOf(c.Types))));

    /// <summary>The columns of a tensor's elements; one alone where they are a list.</summary>
    public ReadOnlySpan<int> PlacesOf(LoggedTensor tensor) => _places[(tensor.Role, tensor.Name, tensor.Width)];

    public static bool IsList(LoggedTensor tensor) => tensor.Role == TensorRole.Whole || tensor.Width > PredictionColumns.Widest;

    private void Add(LoggedTensor tensor)
    {
        var key = (tensor.Role, tensor.Name, tensor.Width);
        if (!_places.TryGetValue(key, out int[]? places)) _places[key] = places = [.. NamesOf(tensor).Select(n => Find(n, IsList(tensor)))];
        foreach (int place in places)
        {
            var column = _columns[place - PredictionColumns.Fixed.Count];
            _columns[place - PredictionColumns.Fixed.Count] = column with { Types = column.Types | (1 << (int)tensor.Type) };
        }
    }

    private int Find(string name, bool list)
    {
        int place;
        for (; _byName.TryGetValue(name, out place); name += "_")
            if (_columns[place - PredictionColumns.Fixed.Count].List == list) return place;
        place = PredictionColumns.Fixed.Count + _columns.Count;
        _byName[name] = place;
        _columns.Add((name, list, 0));
        return place;
    }

    private static IEnumerable<string> NamesOf(LoggedTensor t) => (t.Role, IsList(t)) switch
    {
        (TensorRole.Input, true) => [PredictionColumns.InputList(t.Name)],
        (TensorRole.Input, false) => Enumerable.Range(0, t.Width).Select(c => PredictionColumns.Input(t.Name, c, t.Width)),
        (_, true) => [PredictionColumns.OutputList(t.Name)],
        _ => Enumerable.Range(0, t.Width).Select(c => PredictionColumns.Output(t.Name, c, t.Width)),
    };

    private static string TypeOf(int types)
    {
        if (types == Truth) return "BOOLEAN";
        if ((types & Text) != 0) return "VARCHAR";
        if ((types & Floats) != 0) return (types & (Int64 | UInt64)) == 0 ? "DOUBLE" : "VARCHAR";
        if ((types & UInt64) != 0) return (types & Signed) == 0 ? "UBIGINT" : "VARCHAR";
        return "BIGINT";
    }

    /// <summary>Lists keep their own width; mixed ones are text.</summary>
    private static string ListOf(int types) => types switch
    {
        Truth => "BOOLEAN",
        UInt8 => "UTINYINT",
        UInt16 => "USMALLINT",
        UInt32 => "UINTEGER",
        UInt64 => "UBIGINT",
        Int8 => "TINYINT",
        Int16 => "SMALLINT",
        Int32 => "INTEGER",
        Int64 => "BIGINT",
        Fp16 or Fp32 or Singles => "FLOAT",
        Fp64 => "DOUBLE",
        _ => "VARCHAR",
    };
}
