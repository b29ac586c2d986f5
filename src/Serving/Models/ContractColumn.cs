using System.Collections.Frozen;
using System.Globalization;
using System.Numerics;
using System.Text;
using Cairn.Contracts.Inference;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Models;

/// <summary>One column of an input contract, ready to check tensors against.</summary>
internal sealed class ContractColumn
{
    private const int Short = 256;
    private readonly FrozenSet<string>? _allowedTexts;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _allowedLookup;
    private readonly int _longestAllowed;
    private readonly double[]? _allowedNumbers;
    private readonly Int128[]? _allowedWholes;
    private readonly double _min;
    private readonly double _max;
    private readonly Int128 _least;
    private readonly Int128 _most;
    private readonly bool _ranged;

    public ContractColumn(InputColumn column)
    {
        Name = column.Name;
        Utf8Name = Encoding.UTF8.GetBytes(column.Name);
        Type = Datatypes.Parse(column.Datatype);
        Shape = [.. column.Shape.Select(d => (int)d)];
        Width = Shape.Skip(1).Contains(-1) ? -1 : Shape.Skip(1).Aggregate(1, (a, b) => a * b);
        Nullable = column.Nullable;
        Source = column;
        (_min, _max) = (column.Min ?? double.NegativeInfinity, column.Max ?? double.PositiveInfinity);
        (_least, _most) = (Int128.CreateSaturating(Math.Ceiling(_min)), Int128.CreateSaturating(Math.Floor(_max)));
        _ranged = (column.Min ?? column.Max) is not null;
        if (column.Allowed is not { } allowed) return;
        if (Type == Datatype.Bytes)
        {
            _allowedTexts = allowed.ToFrozenSet(StringComparer.Ordinal);
            _allowedLookup = _allowedTexts.GetAlternateLookup<ReadOnlySpan<char>>();
            _longestAllowed = allowed.Max(text => text.Length);
        }
        else
        {
            _allowedNumbers = [.. allowed.Select(Number)];
            _allowedWholes = [.. allowed.Select(Whole).OfType<Int128>()];
        }
    }

    public string Name { get; }

    public byte[] Utf8Name { get; }

    public Datatype Type { get; }

    /// <summary>-1 where any size goes; the first is the rows.</summary>
    public int[] Shape { get; }

    public bool Nullable { get; }

    /// <summary>Filled by a lookup where a request leaves it out.</summary>
    public bool LookedUp { get; set; }

    public InputColumn Source { get; }

    /// <summary>Values in one row; -1 when that is left open.</summary>
    public int Width { get; }

    /// <summary>Whether it allows the same values as another, under the same name.</summary>
    public bool AllowsSame(ContractColumn other) =>
        (Name, Type, Nullable, Source.Min, Source.Max) == (other.Name, other.Type, other.Nullable, other.Source.Min, other.Source.Max)
        && Shape.SequenceEqual(other.Shape) && (Source.Allowed ?? []).SequenceEqual(other.Source.Allowed ?? []);

    /// <summary>Refuses another shape; <c>[N]</c> and <c>[N,1]</c> are the same.</summary>
    public void CheckShape(ReadOnlySpan<int> shape)
    {
        bool same = shape.Length == Shape.Length;
        for (int d = 1; same && d < shape.Length; d++) same = Shape[d] < 0 || Shape[d] == shape[d];
        bool scalar = Width == 1 && (shape.Length == 1 || (shape.Length == 2 && shape[1] == 1));
        if (same || scalar) return;
        throw RequestFault.Contract($"Input '{Name}' has the shape [{string.Join(',', shape.ToArray())}]; the contract asks for [{string.Join(',', Shape)}].", Name);
    }

    /// <summary>What is against the values: missing ones, those out of range or not allowed; null when nothing is. Not thrown: a request may breach many columns.</summary>
    public RequestFault? FaultOf(TensorBuffer tensor) => Type switch
    {
        Datatype.Fp16 => FaultOfFloats(tensor.Elements<Half>()),
        Datatype.Fp32 => FaultOfFloats(tensor.Elements<float>()),
        Datatype.Fp64 => FaultOfFloats(tensor.Elements<double>()),
        Datatype.Int64 => FaultOfIntegers(tensor.Elements<long>()),
        Datatype.Int32 => FaultOfIntegers(tensor.Elements<int>()),
        Datatype.Int16 => FaultOfIntegers(tensor.Elements<short>()),
        Datatype.Int8 => FaultOfIntegers(tensor.Elements<sbyte>()),
        Datatype.UInt64 => FaultOfIntegers(tensor.Elements<ulong>()),
        Datatype.UInt32 => FaultOfIntegers(tensor.Elements<uint>()),
        Datatype.UInt16 => FaultOfIntegers(tensor.Elements<ushort>()),
        Datatype.UInt8 => FaultOfIntegers(tensor.Elements<byte>()),
        Datatype.Bytes => FaultOfTexts(tensor),
        _ => null,
    };

    private static double Number(string text) => text switch
    {
        "true" => 1,
        "false" => 0,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    /// <summary>As an integer, all digits kept; null for what is none.</summary>
    private static Int128? Whole(string text)
    {
        if (Int128.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out Int128 whole)) return whole;
        double number = Number(text);
        return double.IsInteger(number) ? Int128.CreateSaturating(number) : null;
    }

    private RequestFault? FaultOfFloats<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!_ranged && _allowedNumbers is null && FiniteCheck.All(values)) return null;
        for (int i = 0; i < values.Length; i++)
        {
            T value = values[i];
            if (T.IsNaN(value))
            {
                if (!Nullable) return Fault(i, "is missing (NaN); the contract asks for a value in every row");
                continue;
            }

            if (T.IsInfinity(value)) return Fault(i, "is infinite; send a finite number");
            if (FaultOf(double.CreateTruncating(value), i) is { } fault) return fault;
        }

        return null;
    }

    private RequestFault? FaultOfIntegers<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (!_ranged && _allowedNumbers is null) return null;
        for (int i = 0; i < values.Length; i++)
        {
            Int128 value = Int128.CreateTruncating(values[i]);
            if (value < _least || value > _most) return OutOfRange(i);
            if (_allowedWholes is not null && Array.IndexOf(_allowedWholes, value) < 0) return NotAllowed(i);
        }

        return null;
    }

    private RequestFault? FaultOf(double value, int at)
    {
        if (value < _min || value > _max) return OutOfRange(at);
        return _allowedNumbers is not null && Array.IndexOf(_allowedNumbers, value) < 0 ? NotAllowed(at) : null;
    }

    private RequestFault? FaultOfTexts(TensorBuffer tensor)
    {
        if (_allowedTexts is null) return null;
        int at = 0;
        Span<char> room = _longestAllowed <= Short ? stackalloc char[Short] : new char[_longestAllowed];
        foreach (ReadOnlySpan<byte> text in tensor.Texts())
        {
            bool missing = Nullable && text.IsEmpty;
            if (!missing && (!Encoding.UTF8.TryGetChars(text, room, out int length) || !_allowedLookup.Contains(room[..length]))) return NotAllowed(at);
            at++;
        }

        return null;
    }

    private static string Bound(double value) => double.IsInfinity(value) ? "any" : value.ToString("R", CultureInfo.InvariantCulture);

    private RequestFault OutOfRange(int at) => Fault(at, $"lies outside the range {Bound(_min)} to {Bound(_max)}");

    private RequestFault NotAllowed(int at)
    {
        string some = string.Join(", ", Source.Allowed!.Take(10));
        return Fault(at, $"is none of the allowed values ({some}{(Source.Allowed!.Count > 10 ? ", …" : "")})");
    }

    private RequestFault Fault(int at, string what) =>
        RequestFault.Contract($"Input '{Name}', row {at / Math.Max(1, Width)}: the value {what}.", Name);
}
