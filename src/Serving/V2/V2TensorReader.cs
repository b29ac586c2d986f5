using System.Text.Json;
using Cairn.Contracts.Inference;
using Cairn.Serving.Models;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.V2;

/// <summary>Reads one tensor of <c>inputs</c> into the column, key or matrix of its name.</summary>
internal ref struct V2TensorReader(InferenceWork work)
{
    [System.Runtime.CompilerServices.InlineArray(TensorBuffer.MaxRank)]
    private struct Dimensions
    {
        private int _first;
    }

    private Dimensions _shape;
    private int _rank;
    private int _seen;
    private long _elements;
    private Datatype _type;
    private TensorBuffer? _target;
    private bool _nullable;
    private int? _binarySize;

    private const int Name = 1, Shape = 2, Type = 4, Data = 8, Parameters = 16;

    public void Read(ref Utf8JsonReader json, ReadOnlySpan<byte> body, ref BinaryPart binary)
    {
        int dataAt = -1, dataEnd = -1;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("name"u8)) ReadName(ref json);
            else if (json.ValueTextEquals("shape"u8)) ReadShape(ref json);
            else if (json.ValueTextEquals("datatype"u8)) ReadType(ref json);
            else if (json.ValueTextEquals("data"u8))
            {
                V2RequestReader.Once(ref _seen, Data, "data");
                if ((_seen & (Name | Shape | Type)) == (Name | Shape | Type))
                {
                    json.Read();
                    ReadData(ref json);
                    continue;
                }

                json.Read();
                dataAt = (int)json.TokenStartIndex;
                json.Skip();
                dataEnd = (int)json.BytesConsumed;
            }
            else if (json.ValueTextEquals("parameters"u8)) _binarySize = V2Parameters.Read(ref json, V2RequestReader.Once(ref _seen, Parameters, "parameters")).BinaryDataSize;
            else json.Skip();
        }

        Demand();
        if (_binarySize is { } size) ReadBinary(binary.Take(size, _target!.Name));
        if ((_seen & Data) == 0 && _binarySize is null) SetEmpty();
        if (dataAt < 0) return;
        var late = new Utf8JsonReader(body[dataAt..dataEnd], new JsonReaderOptions { MaxDepth = 512 });
        late.Read();
        ReadData(ref late);
    }

    private readonly void Demand()
    {
        string label = _target is null ? "A tensor of 'inputs'" : $"Input '{_target.Name}'";
        if ((_seen & Name) == 0) throw RequestFault.Malformed("A tensor of 'inputs' has no 'name'.");
        if ((_seen & Shape) == 0) throw RequestFault.Malformed($"{label} has no 'shape'.");
        if ((_seen & Type) == 0) throw RequestFault.Malformed($"{label} has no 'datatype'.");
        if ((_seen & Data) != 0 && _binarySize is not null) throw RequestFault.Malformed($"{label} has both 'data' and 'binary_data_size'; send one of them.");
        if ((_seen & Data) == 0 && _binarySize is null && _elements > 0) throw RequestFault.Malformed($"{label} has no 'data'.");
    }

    private void ReadName(ref Utf8JsonReader json)
    {
        V2RequestReader.Once(ref _seen, Name, "name");
        json.Read();
        if (json.TokenType != JsonTokenType.String) throw RequestFault.Malformed("'name' of an input must be a text.");
        InputContract contract = work.Endpoint.Contract;
        ReadOnlySpan<TensorBuffer> columns = work.Columns;
        for (int i = 0; i < columns.Length; i++)
        {
            if (!json.ValueTextEquals(contract.Columns[i].Utf8Name)) continue;
            Take(columns[i], contract.Columns[i].Nullable);
            columns[i].Given = true;
            return;
        }

        ReadOtherName(ref json, contract);
    }

    private void ReadOtherName(ref Utf8JsonReader json, InputContract contract)
    {
        string name = JsonTexts.Read(ref json, "name");
        if (name == contract.KeyColumn) Take(work.Key, nullable: false);
        else if (name == contract.MatrixName) Take(work.Matrix, contract.Columns.Any(c => c.Nullable));
        else throw RequestFault.Contract($"An input is not of the contract, which asks for {contract.Names}.");
        _target!.Begin(name, Datatype.None);
    }

    private void Take(TensorBuffer target, bool nullable)
    {
        bool taken = target == work.Key ? work.HasKey : !target.Shape.IsEmpty;
        if (taken) throw RequestFault.Malformed($"Input '{target.Name}' is there twice; send it once.");
        (_target, _nullable) = (target, nullable);
        work.HasKey |= target == work.Key;
    }

    private void ReadShape(ref Utf8JsonReader json)
    {
        V2RequestReader.Once(ref _seen, Shape, "shape");
        if (!json.Read() || json.TokenType != JsonTokenType.StartArray) throw BadShape();
        _elements = 1;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (_rank == TensorBuffer.MaxRank || json.TokenType != JsonTokenType.Number || !json.TryGetInt32(out int size) || size < 0) throw BadShape();
            _shape[_rank++] = size;
            _elements = Math.Min(_elements * size, int.MaxValue);
        }

        if (_rank == 0) throw BadShape();
    }

    private static RequestFault BadShape() =>
        RequestFault.Malformed($"'shape' of an input must be a list of 1 to {TensorBuffer.MaxRank} whole numbers from 0 to 2147483647, the rows first.");

    private void ReadType(ref Utf8JsonReader json)
    {
        V2RequestReader.Once(ref _seen, Type, "datatype");
        json.Read();
        if (json.TokenType != JsonTokenType.String) throw RequestFault.Malformed("'datatype' of an input must be a text.");
        _type = json.HasValueSequence || json.ValueIsEscaped ? Datatype.None : Datatypes.Parse(json.ValueSpan);
        if (_type == Datatype.None) throw RequestFault.Malformed($"'datatype' of an input must be one of {Datatypes.All}.");
    }

    private void ReadData(ref Utf8JsonReader json)
    {
        TensorBuffer target = _target!;
        if (_type == Datatype.Fp16)
            throw RequestFault.Contract($"Input '{target.Name}' is FP16, which has no JSON form; send it as binary data with 'binary_data_size'.", target.Name);
        CheckType(target);
        if (json.TokenType != JsonTokenType.StartArray) throw RequestFault.Malformed($"'data' of input '{target.Name}' must be a list.");
        int depth = 1;
        while (depth > 0 && json.Read())
        {
            if (json.TokenType == JsonTokenType.StartArray) depth++;
            else if (json.TokenType == JsonTokenType.EndArray) depth--;
            else if (target.Count >= _elements) throw Count(target);
            else JsonElementReader.Add(ref json, target, _nullable);
        }

        if (target.Count != _elements) throw Count(target);
        target.SetShape(((ReadOnlySpan<int>)_shape)[.._rank]);
    }

    private void ReadBinary(ReadOnlySpan<byte> bytes)
    {
        TensorBuffer target = _target!;
        CheckType(target);
        BinaryTensorReader.Read(work, bytes, target, _elements);
        target.SetShape(((ReadOnlySpan<int>)_shape)[.._rank]);
    }

    /// <summary>A tensor without elements may leave its data out.</summary>
    private void SetEmpty()
    {
        CheckType(_target!);
        _target!.SetShape(((ReadOnlySpan<int>)_shape)[.._rank]);
    }

    /// <summary>A column has the type of its contract; a key is text or whole numbers; a matrix has the type of its first column.</summary>
    private readonly void CheckType(TensorBuffer target)
    {
        if (target.Type == Datatype.None)
        {
            if (target == work.Key && _type is not (Datatype.Bytes or Datatype.Int64 or Datatype.Int32))
                throw RequestFault.Contract($"The key '{target.Name}' must be BYTES, INT64 or INT32.");
            if (target == work.Matrix && _type == Datatype.Bytes) throw RequestFault.Contract($"Input '{target.Name}' must be of numbers.");
            target.Begin(target.Name, _type);
        }

        if (target.Type != _type)
            throw RequestFault.Contract($"Input '{target.Name}' is sent as {_type.Name()}; the contract asks for {target.Type.Name()}.", target.Name);
    }

    private readonly RequestFault Count(TensorBuffer target) => RequestFault.Malformed(
        $"'data' of input '{target.Name}' does not hold the {_elements} elements of its shape [{string.Join(',', ((ReadOnlySpan<int>)_shape)[.._rank].ToArray())}].");
}
