using IntegrationHub.Cases;
using IntegrationHub.Mapping.Expressions;
using IntegrationHub.Mapping.Records;
using IntegrationHub.Mapping.Values;

namespace IntegrationHub.Mapping.Targets;

/// <summary>Makes an item of an element of a list; null when what it must have is missing, which is reported.</summary>
/// <param name="read">The item's fields.</param>
/// <param name="key">The key of what the list belongs to.</param>
/// <param name="least">How closed that is.</param>
internal delegate T? ItemOf<T>(ref FieldReader read, string key, Confidentiality least) where T : class;

/// <summary>Reads a list of a target, element by element.</summary>
internal static class ListReader
{
    public static T[] Read<T>(Evaluation run, Value record, ListMapping? list, List<RecordFault> faults, string key, Confidentiality least, ItemOf<T> itemOf) where T : class
    {
        if (list is null) return [];

        run.Field = new FieldPosition(list.Name, null, 0);
        var elements = list.Each.Evaluate(run, record);
        if (elements.IsAbsentOrBlank) return [];
        if (elements.Kind == ValueKind.Dropped)
        {
            run.Note(elements.Failure);
            return [];
        }

        if (elements.Kind == ValueKind.Fault)
        {
            faults.Add(RecordFault.Of(elements.Failure, list.Name, elements.Failure.Place ?? list.Place));
            return [];
        }

        var items = new T[run.Elements(elements).Count];
        var used = 0;
        var index = -1;
        foreach (var element in run.Elements(elements))
        {
            index++;
            if (list.When is { } when && !IsTaken(run, when, element, list, index, faults)) continue;
            var read = new FieldReader(run, list.Fields, faults, list.Name, index, element);
            var item = itemOf(ref read, key, least);
            if (item is not null && !read.IsDropped) items[used++] = item;
        }

        if (used < items.Length) Array.Resize(ref items, used);
        return items;
    }

    static bool IsTaken(Evaluation run, Evaluator when, Value element, ListMapping list, int index, List<RecordFault> faults)
    {
        run.Field = new FieldPosition("", list.Name, index);
        var value = when.Evaluate(run, element);
        if (value.Kind == ValueKind.Fault) faults.Add(RecordFault.Of(value.Failure, run.Field.ToString(), value.Failure.Place ?? list.Place));
        return LogicEvaluator.IsTrue(value);
    }
}
