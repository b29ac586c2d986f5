using System.Text.Json;
using Cairn.Contracts.Inference;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Scoring;

/// <summary>One output becomes nested lists, as the model gives it; several become one object a row, by output name.</summary>
internal static class ScoringAnswerWriter
{
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<TensorBuffer> outputs, int rows)
    {
        if (outputs.Length == 1)
        {
            var cells = new Cells(outputs[0]);
            for (int entry = 0; entry < outputs[0].Rows; entry++) cells.Write(json);
            return;
        }

        var all = new Cells[outputs.Length];
        for (int i = 0; i < all.Length; i++)
        {
            if (outputs[i].Rows != rows) throw new RequestFault(501, ErrorKind.Unsupported, $"Output '{outputs[i].Name}' has not one entry for each row ({outputs[i].Rows} for {rows}), which this protocol cannot say beside another output; use /v2/models.");
            all[i] = new Cells(outputs[i]);
        }

        for (int row = 0; row < rows; row++)
        {
            json.WriteStartObject();
            foreach (Cells cells in all)
            {
                json.WritePropertyName(cells.Name);
                cells.Write(json);
            }

            json.WriteEndObject();
        }
    }

    /// <summary>The only row as it is: a text of a JSON object stands as that object.</summary>
    public static void WriteWhole(Utf8JsonWriter json, TensorBuffer output)
    {
        TextEnumerator texts = output.Texts();
        if (output.Type == Datatype.Bytes && texts.MoveNext() && JsonTexts.IsObject(texts.Current)) json.WriteRawValue(texts.Current, skipInputValidation: true);
        else new Cells(output).Write(json);
    }

    private sealed class Cells(TensorBuffer tensor)
    {
        private readonly int[] _shape = tensor.Shape.ToArray();
        private int _element;
        private int _byte;

        public string Name => tensor.Name;

        public void Write(Utf8JsonWriter json) => Write(json, dimension: 1);

        private void Write(Utf8JsonWriter json, int dimension)
        {
            if (dimension >= _shape.Length)
            {
                WriteElement(json);
                return;
            }

            json.WriteStartArray();
            for (int i = 0; i < _shape[dimension]; i++) Write(json, dimension + 1);
            json.WriteEndArray();
        }

        private void WriteElement(Utf8JsonWriter json)
        {
            if (tensor.Type != Datatype.Bytes)
            {
                JsonElementWriter.Write(json, tensor, _element++);
                return;
            }

            var rest = new TextEnumerator(tensor.Data[_byte..]);
            rest.MoveNext();
            JsonElementWriter.WriteText(json, rest.Current);
            _byte += rest.Current.Length + 4;
        }
    }
}
